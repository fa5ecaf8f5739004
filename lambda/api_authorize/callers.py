"""Who calls: a user by a token, a program by a token of its own, or either's key."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from access_runtime.directory import Directory, DirectoryUser
from access_runtime.key_check import verified_key
from access_runtime.key_store import KeyStore
from access_runtime.principals import user_principal
from api_authorize.token import Claims, UserPool, verify
from twin.access.api_key import is_key
from twin.access.errors import TokenInvalid
from twin.access.principal import Limits, Principal
from twin.access.principals import program_principal
from twin.access.site_access import SiteAccess
from twin.api.routes import ROLES, Role

SCOPE = "twin/"
"""What the scopes of the API begin with; the rest is a role."""


@dataclass(frozen=True)
class Callers:
    """Finds who holds a bearer token. `programs` are the names of machine clients by client id."""

    access: SiteAccess
    pool: UserPool
    directory: Directory
    keys: KeyStore
    programs: Mapping[str, str]
    clock: Callable[[], float] = time.time

    def principal(self, bearer: str) -> Principal:
        """Return the principal with the rights that it has now.

        Raises:
            AccessError: the token or key cannot be trusted, or its user is gone or disabled.
        """
        if is_key(bearer):
            return self._key(bearer)
        claims = verify(bearer, self.pool)
        if claims.name is None:
            return self._program(claims)
        return user_principal(self._enabled(claims.name, claims.subject), self.access)

    def _key(self, bearer: str) -> Principal:
        key = verified_key(bearer, self.keys, now=self.clock())
        owner = user_principal(self._enabled(key.owner_name, key.owner), self.access)
        return replace(owner, kind="key", limits=key.limits, credential=key.key_id)

    def _enabled(self, name: str, subject: str) -> DirectoryUser:
        user = self.directory.user(name)
        # Somebody else may have the name by now.
        if user is None or user.subject != subject:
            raise TokenInvalid("the user is not there any more")
        if not user.enabled:
            raise TokenInvalid("the user is disabled")
        return user

    def _program(self, claims: Claims) -> Principal:
        name = self.programs.get(claims.client_id)
        if name is None:
            raise TokenInvalid("the site has no such program", found=claims.client_id)
        limits = Limits(_role(claims.scopes))
        return program_principal(name, self.access, client_id=claims.client_id, limits=limits)


def _role(scopes: tuple[str, ...]) -> Role:
    """Return the highest role that scopes name; a program gets no more than its token says."""
    named = [role for role in ROLES if f"{SCOPE}{role}" in scopes]
    if not named:
        raise TokenInvalid(
            "the token has no scope of the API",
            found=" ".join(scopes) or "no scope",
            expected=f"a scope such as {SCOPE}{ROLES[0]}",
        )
    return named[-1]
