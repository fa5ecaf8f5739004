"""API Gateway's REST APIs, served: routing, authorizers, validation, proxy and mock integrations.

What is deployed to a stage is what the API holds now: deployments are not kept as snapshots.
"""
