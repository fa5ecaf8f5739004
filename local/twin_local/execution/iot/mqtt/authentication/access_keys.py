"""Access keys: of who signed a WebSocket address, and as user name and password on plain TCP."""

from __future__ import annotations

import hmac
from dataclasses import dataclass

from twin_local.execution.access.guard import Guard
from twin_local.execution.iot.mqtt.authentication.evidence import NotAuthenticated
from twin_local.execution.iot.mqtt.permissions import Owner, Principal, RoleAuthority


@dataclass(frozen=True)
class AccessKeys:
    """Principals by access key; roles are bound by their policies, as in all other calls."""

    guard: Guard

    def principal_of(self, access_key_id: str) -> Principal:
        """Return who holds a key that was verified."""
        role = self.guard.credentials.role_of(access_key_id)
        authority = Owner() if role is None else RoleAuthority(self.guard, role)
        return Principal(access_key_id, authority)

    def verify(self, access_key_id: str, secret: str) -> Principal:
        """Return who holds a key, by its secret.

        Raises:
            NotAuthenticated: the key is unknown or has another secret.
        """
        issuer = self.guard.credentials
        role = issuer.role_of(access_key_id)
        known = issuer.secret_of(access_key_id, None)
        if known is None and role is not None:
            known = issuer.of_role(role).secret_access_key
        if known is None or not hmac.compare_digest(known.encode(), secret.encode()):
            raise NotAuthenticated(f"the access key {access_key_id} has not this secret")
        return self.principal_of(access_key_id)
