"""Users, groups, keys and programs as the principals that they are at this moment."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

from access_runtime.directory import Directory
from access_runtime.key_store import KeyStore
from access_runtime.principals import user_principal
from twin.access.asked import PrincipalName
from twin.access.principal import Principal
from twin.access.principals import group_principal, program_principal, unknown_principal
from twin.access.site_access import SiteAccess


@dataclass(frozen=True)
class Principals:
    """Everybody who may call."""

    access: SiteAccess
    directory: Directory
    keys: KeyStore

    def find(self, wanted: PrincipalName) -> Principal:
        """Return a principal.

        Raises:
            PrincipalUnknown: there is none, or it has no access any more.
        """
        match wanted.kind:
            case "user":
                return self._user(wanted.name)
            case "group":
                return group_principal(wanted.name, self.access)
            case "key":
                return self._key(wanted.name)
            case "program":
                return program_principal(wanted.name, self.access)

    def _user(self, name: str) -> Principal:
        user = self.directory.user(name)
        if user is None:
            raise unknown_principal("user", name, "a user of the user pool")
        if not user.enabled:
            raise unknown_principal("user", name, "a user who is not disabled")
        return user_principal(user, self.access)

    def _key(self, key_id: str) -> Principal:
        key = self.keys.get(key_id)
        if key is None or key.revoked_at is not None or key.expires_at <= time.time():
            raise unknown_principal("key", key_id, "a key in use")
        owner = self._user(key.owner_name)
        return replace(owner, kind="key", limits=key.limits, credential=key.key_id)
