"""Errors of access.

AccessError
├── TokenInvalid     the caller's token cannot be trusted
└── RoleMissing      the caller is in none of the groups that are roles
"""

from __future__ import annotations

from twin.errors import TwinError


class AccessError(TwinError):
    """The caller may not do this."""

    code = "ACCESS_DENIED"
    status = 403


class TokenInvalid(AccessError):
    """The caller's token cannot be trusted: wrong signature, issuer, client, use or time."""

    code = "TOKEN_INVALID"
    status = 401


class RoleMissing(AccessError):
    """The caller is in none of the groups that are roles."""

    code = "ROLE_MISSING"
