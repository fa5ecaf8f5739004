"""Check the API key of a call: what the authorizer asks before it looks at the key's owner."""

from __future__ import annotations

from access_runtime.key_store import KeyStore
from twin.access.api_key import ApiKey, check, day_of, parse


def verified_key(bearer: str, store: KeyStore, *, now: float) -> ApiKey:
    """Return the key that a caller has proved to hold, and keep the day of its use.

    The rights are those of `key.owner_name` at this moment, at most `key.limits`.

    Raises:
        KeyUnknown: it is no key, there is none, or the secret is wrong.
        KeyRevoked: it was taken back.
        KeyExpired: its time is over.
    """
    presented = parse(bearer)
    key = check(presented, store.get(presented.key_id), now)
    today = day_of(now)
    if key.last_used_day != today:
        store.note_use(key.key_id, today)
    return key
