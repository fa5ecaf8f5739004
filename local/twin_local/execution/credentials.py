"""Credentials of the embedded AWS: what functions and jobs sign with, and how to check them.

A role's key id and secret are derived from the role's ARN with a key kept in the state folder: the
same role has the same credentials after a restart, so presigned URLs stay valid for their time.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from pathlib import Path

from moto.iam.models import iam_backends
from moto.sts.models import STSBackend, sts_backends

ROLE_KEY = "ASIA"
"""How key ids of temporary credentials begin."""

FREE_SESSION = "is_free"
"""What an assumed role bears, besides moto's attributes, that did not exist when it was assumed."""

ROOT_KEY = "local"
"""Key id and secret of who runs the embedded AWS."""


@dataclass(frozen=True)
class Credentials:
    """Temporary credentials of a role."""

    access_key_id: str
    secret_access_key: str
    session_token: str

    def environment(self) -> dict[str, str]:
        """Return the variables in which SDKs look for credentials."""
        return {
            "AWS_ACCESS_KEY_ID": self.access_key_id,
            "AWS_SECRET_ACCESS_KEY": self.secret_access_key,
            "AWS_SESSION_TOKEN": self.session_token,
        }


class CredentialIssuer:
    """Issues role credentials and finds the secret of an access key id."""

    def __init__(self, *, state_dir: Path, account: str, partition: str = "aws") -> None:
        self._key = _load_or_create(state_dir / "credentials.key")
        self._account = account
        self._partition = partition
        self._roles: dict[str, str] = {}

    def of_role(self, role_arn: str) -> Credentials:
        """Return the credentials of a role."""
        access_key_id = self._key_of(role_arn)
        self._roles[access_key_id] = role_arn
        return Credentials(
            access_key_id=access_key_id,
            secret_access_key=self._secret(access_key_id),
            session_token=self._digest(f"token:{access_key_id}"),
        )

    def role_of(self, access_key_id: str) -> str | None:
        """Return the role whose credentials have this key id, or that was assumed; else None."""
        if access_key_id.startswith(ROLE_KEY) and access_key_id not in self._roles:
            for role in list(iam_backends[self._account][self._partition].roles.values()):
                self._roles[self._key_of(role.arn)] = role.arn
        if assumed := self._sessions.get_assumed_role_from_access_key(access_key_id):
            return None if getattr(assumed, FREE_SESSION, False) else str(assumed.role_arn)
        return self._roles.get(access_key_id)

    def secret_of(self, access_key_id: str, session_token: str | None) -> str | None:
        """Return the secret of an issued, IAM or STS access key id; None when it is unknown."""
        if access_key_id == ROOT_KEY:
            return ROOT_KEY
        if session_token == self._digest(f"token:{access_key_id}"):
            return self._secret(access_key_id)
        iam = iam_backends[self._account][self._partition]
        for key in iam.access_keys.values():
            if key.access_key_id == access_key_id:
                return str(key.secret_access_key)
        role = self._sessions.get_assumed_role_from_access_key(access_key_id)
        return str(role.secret_access_key) if role else None

    @property
    def _sessions(self) -> STSBackend:
        backend: STSBackend = sts_backends[self._account][self._partition]
        return backend

    def _key_of(self, role_arn: str) -> str:
        return ROLE_KEY + self._digest(f"id:{role_arn}").upper()[:16]

    def _secret(self, access_key_id: str) -> str:
        return self._digest(f"secret:{access_key_id}")[:40]

    def _digest(self, text: str) -> str:
        return hmac.new(self._key, text.encode(), hashlib.sha256).hexdigest()


def _load_or_create(path: Path) -> bytes:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(secrets.token_bytes(32))
        path.chmod(0o600)
    return path.read_bytes()
