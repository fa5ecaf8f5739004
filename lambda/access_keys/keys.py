"""What people do with API keys: their own, and an administrator with all of them."""

from __future__ import annotations

from dataclasses import dataclass

from access_runtime.key_store import KeyPage, KeyStore
from twin.access.api_key import ApiKey, PresentedKey, make
from twin.access.errors import AccessError
from twin.access.key_errors import KeyNotFound, TooManyKeys
from twin.access.key_request import KeyRequest, require_person
from twin.access.principal import Principal

MOST_KEYS = 50
"""Of a user, that are neither revoked nor over."""


@dataclass(frozen=True)
class Keys:
    """The keys of a site, as one caller may use them."""

    store: KeyStore

    def make(
        self, wanted: KeyRequest, maker: Principal, *, now: float
    ) -> tuple[ApiKey, PresentedKey]:
        """Make and store a key; its secret is only in what is returned.

        Raises:
            TooManyKeys: the user has as many as one may have.
        """
        self._require_room(maker, now)
        secret, created_at = make(), round(now, 3)  # as it is stored
        key = ApiKey(
            key_id=secret.key_id,
            title=wanted.title,
            digest=secret.digest,
            owner=maker.subject,
            owner_name=maker.name,
            limits=wanted.limits,
            created_at=created_at,
            expires_at=created_at + wanted.valid_seconds,
        )
        self.store.add(key)
        return key, secret

    def page(self, caller: Principal, *, everyones: bool, limit: int, token: str | None) -> KeyPage:
        """Return one page of the caller's keys, or of everyone's.

        Raises:
            KeyMakerRefused: the caller is no person.
            AccessError: only administrators see those of others.
            QueryInvalid: the token is not of this list.
        """
        require_person(caller)
        if everyones and not _is_administrator(caller):
            raise AccessError(
                "only administrators see the keys of others",
                found=caller.role or "no role",
                expected="admin",
                where="all",
            )
        return self.store.page(None if everyones else caller.subject, limit=limit, token=token)

    def revoke(self, key_id: str, caller: Principal, *, now: float) -> ApiKey:
        """Take a key back and return it; once more changes nothing.

        Raises:
            KeyMakerRefused: the caller is no person.
            KeyNotFound: the caller has no such key.
        """
        require_person(caller)
        key = self.store.get(key_id)
        if key is None or (key.owner != caller.subject and not _is_administrator(caller)):
            raise KeyNotFound(key_id)
        return self.store.revoke(key_id, by=caller.subject, now=now)

    def _require_room(self, maker: Principal, now: float) -> None:
        in_use, token = 0, None
        while True:
            page = self.store.page(maker.subject, limit=100, token=token)
            in_use += sum(key.revoked_at is None and now < key.expires_at for key in page.keys)
            token = page.next_token
            if in_use >= MOST_KEYS:
                raise TooManyKeys(
                    "you have too many keys",
                    found=f"{in_use} in use",
                    expected=f"fewer than {MOST_KEYS}: revoke one that is not used",
                )
            if token is None:
                return


def _is_administrator(caller: Principal) -> bool:
    return caller.role == "admin"
