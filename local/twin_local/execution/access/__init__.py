"""Roles are enforced: calls made with a role's credentials are decided by its policies.

A call is read into its operation and parameters (`calls`), these into actions on resources
(`actions`, `resources`), and each is decided by the statements of the role (`guard`).
"""
