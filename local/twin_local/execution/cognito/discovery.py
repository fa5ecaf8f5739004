"""The OpenID configuration of a user pool; the addresses in it are on this machine."""

from __future__ import annotations

from typing import Any

from moto.cognitoidp.models import cognitoidp_backends

from twin_local.execution.cognito.tokens import issuer

HOSTED = "/_aws/cognito-idp/"
"""Below it, by the name of a pool's domain, are the pages and endpoints of hosted sign-in."""


def hosted_url(endpoint_url: str, domain: str) -> str:
    """Return where the hosted sign-in of a domain is on this machine."""
    return f"{endpoint_url}{HOSTED}{domain}"


def document(account: str, pool_id: str, endpoint_url: str) -> dict[str, Any]:
    """Return the configuration; a pool without a domain has no endpoints for signing in."""
    region = pool_id.partition("_")[0]
    found = cognitoidp_backends[account][region].user_pools.get(pool_id)
    shown: dict[str, Any] = {
        "issuer": issuer(region, pool_id),
        "jwks_uri": f"{endpoint_url}/{pool_id}/.well-known/jwks.json",
        "id_token_signing_alg_values_supported": ["RS256"],
        "response_types_supported": ["code", "token"],
        "scopes_supported": ["openid", "email", "phone", "profile"],
        "subject_types_supported": ["public"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
    }
    if found is None or found.domain is None:
        return shown
    base = hosted_url(endpoint_url, found.domain.domain)
    return {
        **shown,
        "authorization_endpoint": f"{base}/oauth2/authorize",
        "end_session_endpoint": f"{base}/logout",
        "revocation_endpoint": f"{base}/oauth2/revoke",
        "token_endpoint": f"{base}/oauth2/token",
        "userinfo_endpoint": f"{base}/oauth2/userInfo",
    }
