"""Errors of API keys.

AccessError
├── KeyUnknown          no such key, or a wrong secret: the two are not told apart
├── KeyRevoked          the key was taken back
├── KeyExpired          the key's time is over
├── KeyScopeTooWide     a key would have more rights than who makes it
├── KeyMakerRefused     only people make, see and revoke keys
├── KeyInvalid          a key cannot be made so
├── KeyNotFound         there is no such key of the caller's
└── TooManyKeys         a user has as many keys as one may have
"""

from __future__ import annotations

from twin.access.errors import AccessError


class KeyUnknown(AccessError):
    """The key cannot be trusted; nothing says whether it exists."""

    code = "KEY_UNKNOWN"
    status = 401

    def __init__(self) -> None:
        super().__init__(
            "the API key is not known",
            expected="a key as it was shown when it was made",
        )


class KeyRevoked(AccessError):
    """The key was taken back by its owner or an administrator."""

    code = "KEY_REVOKED"
    status = 401

    def __init__(self, key_id: str) -> None:
        super().__init__("the API key was revoked", found=key_id, expected="a key in use")


class KeyExpired(AccessError):
    """The key's time is over; a new one is made by `POST /access/keys`."""

    code = "KEY_EXPIRED"
    status = 401

    def __init__(self, key_id: str) -> None:
        super().__init__("the API key has expired", found=key_id, expected="a newer key")


class KeyScopeTooWide(AccessError):
    """A key never has more rights than who makes it."""

    code = "KEY_SCOPE_TOO_WIDE"
    status = 403


class KeyMakerRefused(AccessError):
    """Only people make, see and revoke keys: a stolen one could make itself a successor."""

    code = "KEY_MAKER_REFUSED"
    status = 403


class KeyInvalid(AccessError):
    """A key cannot be made with these values."""

    code = "KEY_INVALID"
    status = 400


class KeyNotFound(AccessError):
    """The caller has no such key; those of others are only an administrator's."""

    code = "KEY_NOT_FOUND"
    status = 404

    def __init__(self, key_id: str) -> None:
        super().__init__("there is no such key", found=key_id, expected="one of GET /access/keys")


class TooManyKeys(AccessError):
    """A user has as many keys as one may have."""

    code = "TOO_MANY_KEYS"
    status = 409
