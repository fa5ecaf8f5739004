"""API keys: made once, stored as a digest, checked at every call.

A key is `twin_<key id>_<secret>`. The secret is 256 bits of the operating system's randomness, so
its SHA-256 is all that is stored: there are no likely secrets to try, and a slow or salted hash,
which protects what people choose, would protect nothing more and cost every call its time
(https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html is about
passwords; NIST SP 800-63B 3.1.2.2 asks for no more for secrets of 112 bits and above).
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import time
from dataclasses import dataclass

from twin.access.key_errors import KeyExpired, KeyRevoked, KeyUnknown
from twin.access.principal import Limits

PREFIX = "twin"
ID_BYTES, SECRET_BYTES = 8, 32
PATTERN = re.compile(rf"{PREFIX}_([0-9a-f]{{{2 * ID_BYTES}}})_([0-9a-f]{{{2 * SECRET_BYTES}}})")
DAY_S = 86_400
LONGEST_S = 365 * DAY_S
"""A key that nobody renews ends: no longer than a year."""


@dataclass(frozen=True)
class ApiKey:
    """A key as it is stored; times are UTC seconds since 1970.

    `owner` is the subject and `owner_name` the user name of who made it: the key has rights only
    while that user has them.
    """

    key_id: str
    title: str
    digest: str
    owner: str
    owner_name: str
    limits: Limits
    created_at: float
    expires_at: float
    last_used_day: str | None = None
    """UTC day such as 2026-01-31; a day is exact enough to see that a key is not used."""
    revoked_at: float | None = None
    revoked_by: str | None = None


@dataclass(frozen=True)
class PresentedKey:
    """What a caller sends: the id finds the stored key, the secret proves it."""

    key_id: str
    secret: str

    def __str__(self) -> str:
        """Return the text of the key."""
        return f"{PREFIX}_{self.key_id}_{self.secret}"

    def __repr__(self) -> str:
        """Return no secret: this is what logs and tracebacks show."""
        return f"PresentedKey({self.key_id})"

    @property
    def digest(self) -> str:
        """Return the SHA-256 of the secret in hexadecimal."""
        return hashlib.sha256(self.secret.encode()).hexdigest()


def make() -> PresentedKey:
    """Return a new key: its text is shown once, its digest is stored."""
    return PresentedKey(secrets.token_hex(ID_BYTES), secrets.token_hex(SECRET_BYTES))


def is_key(bearer: str) -> bool:
    """Tell whether a bearer token is meant as an API key; a JWT never begins so."""
    return bearer.startswith(f"{PREFIX}_")


def parse(text: str) -> PresentedKey:
    """Return the parts of a key.

    Raises:
        KeyUnknown: it is not of a key's form.
    """
    found = PATTERN.fullmatch(text)
    if found is None:
        raise KeyUnknown
    return PresentedKey(found[1], found[2])


def check(presented: PresentedKey, stored: ApiKey | None, now: float) -> ApiKey:
    """Return the stored key that a caller has proved to hold.

    The comparison takes the same time for every wrong secret, and for a key that does not exist.

    Raises:
        KeyUnknown: there is no such key, or the secret is wrong.
        KeyRevoked: it was taken back.
        KeyExpired: its time is over.
    """
    expected = stored.digest if stored else hashlib.sha256(b"").hexdigest()
    if not hmac.compare_digest(presented.digest, expected) or stored is None:
        raise KeyUnknown
    if stored.revoked_at is not None:
        raise KeyRevoked(stored.key_id)
    if now >= stored.expires_at:
        raise KeyExpired(stored.key_id)
    return stored


def day_of(now: float) -> str:
    """Return the UTC day of a time, such as 2026-01-31."""
    return time.strftime("%Y-%m-%d", time.gmtime(now))
