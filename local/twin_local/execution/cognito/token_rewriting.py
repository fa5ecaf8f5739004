"""The trigger before tokens are made: it adds, replaces and takes away claims, groups and scopes.

https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from moto.cognitoidp.models import CognitoIdpUser, CognitoIdpUserPool

from twin_local.execution.cognito.triggers import Occasion, Triggers, attributes_of

TRIGGER = "PreTokenGeneration"
FIXED = frozenset(
    {
        *("acr", "amr", "at_hash", "aud", "auth_time", "azp", "client_id", "cognito:username"),
        *("exp", "iat", "iss", "jti", "nbf", "nonce", "origin_jti", "sub", "token_use", "username"),
    }
)
"""Claims that a trigger cannot change."""

KEPT = 100
"""Answers of triggers for sign-ins whose ID token is still to be made."""

_source: ContextVar[str] = ContextVar("token_source", default="TokenGeneration_Authentication")


@contextmanager
def made_for(source: str) -> Iterator[None]:
    """Say on which occasion tokens are made, such as `TokenGeneration_HostedAuth`."""
    token = _source.set(source)
    try:
        yield
    finally:
        _source.reset(token)


class TokenRewriter:
    """Asks the trigger once for the two tokens of a sign-in: the access token is made first."""

    def __init__(self, triggers: Triggers) -> None:
        self._triggers = triggers
        self._asked: dict[str, dict[str, Any]] = {}

    def rewrite(
        self,
        pool: CognitoIdpUserPool,
        client_id: str,
        user: CognitoIdpUser,
        claims: dict[str, Any],
    ) -> dict[str, Any]:
        """Return the claims of a token as the trigger wants them."""
        if not self._triggers.has(pool, TRIGGER):
            return claims
        origin, is_access = str(claims.get("origin_jti")), claims["token_use"] == "access"
        response = None if is_access else self._asked.pop(origin, None)
        if response is None:
            response = self._ask(pool, client_id, user, claims)
        if is_access and origin:
            self._asked = dict([*self._asked.items()][-KEPT:]) | {origin: response}
        second = response.get("claimsAndScopeOverrideDetails")
        if second is not None:
            return _as_version_2(claims, second, is_access=is_access)
        return _as_version_1(claims, response.get("claimsOverrideDetails") or {}, is_access)

    def _ask(
        self,
        pool: CognitoIdpUserPool,
        client_id: str,
        user: CognitoIdpUser,
        claims: dict[str, Any],
    ) -> dict[str, Any]:
        groups = list(claims.get("cognito:groups", []))
        roles = [group.role_arn for group in user.groups if group.role_arn]
        request: dict[str, Any] = {
            "userAttributes": attributes_of(user),
            "groupConfiguration": {
                "groupsToOverride": groups,
                "iamRolesToOverride": roles,
                "preferredRole": None,
            },
        }
        if claims["token_use"] == "access":
            request["scopes"] = str(claims.get("scope", "")).split()
        occasion = Occasion(pool, client_id, user.username)
        return self._triggers.run(TRIGGER, _source.get(), occasion, request)


def _as_version_1(
    claims: dict[str, Any], details: dict[str, Any], is_access: bool
) -> dict[str, Any]:
    """Version 1 changes the claims of ID tokens, and the groups of both."""
    changed = _with_groups(claims, details.get("groupOverrideDetails"))
    return changed if is_access else _with_claims(changed, details)


def _as_version_2(
    claims: dict[str, Any], details: dict[str, Any], *, is_access: bool
) -> dict[str, Any]:
    changed = _with_groups(claims, details.get("groupOverrideDetails"))
    part = details.get("accessTokenGeneration" if is_access else "idTokenGeneration") or {}
    changed = _with_claims(changed, part)
    if is_access:
        kept = [
            scope
            for scope in str(changed.get("scope", "")).split()
            if scope not in (part.get("scopesToSuppress") or [])
        ]
        changed["scope"] = " ".join(dict.fromkeys([*kept, *(part.get("scopesToAdd") or [])]))
    return changed


def _with_groups(claims: dict[str, Any], override: dict[str, Any] | None) -> dict[str, Any]:
    if not override or "groupsToOverride" not in override:
        return claims
    groups = override["groupsToOverride"] or []
    rest = {name: value for name, value in claims.items() if name != "cognito:groups"}
    return {**rest, "cognito:groups": groups} if groups else rest


def _with_claims(claims: dict[str, Any], details: dict[str, Any]) -> dict[str, Any]:
    added = details.get("claimsToAddOrOverride") or {}
    removed = set(details.get("claimsToSuppress") or []) - FIXED
    changed = {**claims, **{name: value for name, value in added.items() if name not in FIXED}}
    return {name: value for name, value in changed.items() if name not in removed}
