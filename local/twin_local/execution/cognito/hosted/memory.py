"""What the hosted pages remember for minutes: codes, sign-ins under way, sessions of browsers."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

MAXIMUM_ITEMS = 10_000
Item = TypeVar("Item")


@dataclass(frozen=True)
class Grant:
    """What a user granted to a client; a code stands for it."""

    client_id: str
    username: str
    redirect_uri: str
    scopes: tuple[str, ...]
    nonce: str
    challenge: str


@dataclass(frozen=True)
class SignedIn:
    """A user of a pool."""

    pool_id: str
    username: str


class Memory(Generic[Item]):
    """Items by a name that cannot be guessed, for some seconds."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._clock = clock
        self._lock = threading.Lock()
        self._items: dict[str, tuple[Item, float]] = {}

    def keep(self, item: Item) -> str:
        """Keep an item and return its name."""
        name = secrets.token_urlsafe(32)
        with self._lock:
            while len(self._items) >= MAXIMUM_ITEMS:
                self._items.pop(next(iter(self._items)))
            self._items[name] = (item, self._clock() + self._seconds)
        return name

    def get(self, name: str) -> Item | None:
        """Return an item that is still kept."""
        with self._lock:
            found = self._items.get(name)
        return found[0] if found and found[1] > self._clock() else None

    def take(self, name: str) -> Item | None:
        """Return an item once."""
        found = self.get(name)
        with self._lock:
            return found if self._items.pop(name, None) else None
