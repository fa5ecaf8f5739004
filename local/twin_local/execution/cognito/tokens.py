"""Verify tokens of user pools, as API Gateway and AppSync do."""

from __future__ import annotations

from typing import Any

import jwt
from moto.cognitoidp.models import CognitoIdpUserPool, cognitoidp_backends

from twin_local.execution.arns import parse
from twin_local.execution.cognito.keys import PoolKeys


def issuer(region: str, pool_id: str) -> str:
    """Return the `iss` claim of a pool's tokens."""
    return f"https://cognito-idp.{region}.amazonaws.com/{pool_id}"


class TokenVerifier:
    """Checks signature, issuer, expiry and use of tokens."""

    def __init__(self, keys: PoolKeys) -> None:
        self._keys = keys

    def verify_of_arns(self, pool_arns: list[str], token: str) -> dict[str, Any] | None:
        """Return the claims of an ID token of one of the pools; None when it is not valid."""
        for arn in pool_arns:
            parsed = parse(arn)
            claims = self.verify(parsed.region, parsed.resource_id, token)
            if claims and claims.get("token_use") == "id":
                return claims
        return None

    def verify(self, region: str, pool_id: str, token: str) -> dict[str, Any] | None:
        """Return the claims of a token of a pool; None when it is not valid."""
        try:
            claims: dict[str, Any] = jwt.decode(
                token,
                self._keys.of(pool_id).key.public_key(),
                algorithms=["RS256"],
                issuer=issuer(region, pool_id),
                options={"verify_aud": False, "require": ["exp", "iss", "token_use"]},
            )
        except jwt.InvalidTokenError:
            return None
        return claims


def find_pool(account: str, region: str, pool_id: str) -> CognitoIdpUserPool | None:
    """Return a user pool of moto's state."""
    pools: dict[str, CognitoIdpUserPool] = cognitoidp_backends[account][region].user_pools
    return pools.get(pool_id)
