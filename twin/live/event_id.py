"""Ids of live messages: `1790000000123-0001a3f0`, in the order of their publication as texts too.

Before the dash are the milliseconds since 1970 by the publisher's clock, after it a count within
the millisecond and four digits of the publisher, so that two publishers never give the same id.
Of one publisher the ids always rise, also where its clock is set back.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from twin.live.errors import BadEventId

TEXT = re.compile(r"(\d{13})-([0-9a-f]{8})")
MOST_IN_A_MILLISECOND = 0x10000


@dataclass(frozen=True, order=True)
class EventId:
    """One id; `suffix` is eight hexadecimal digits."""

    milliseconds: int
    suffix: str = "00000000"

    @property
    def seconds(self) -> float:
        """Return the time of the publication in seconds since 1970."""
        return self.milliseconds / 1000

    @classmethod
    def at(cls, seconds: float) -> EventId:
        """Return the first id of a moment."""
        return cls(int(seconds * 1000))

    @classmethod
    def parse(cls, text: str) -> EventId:
        """Read an id; raise `BadEventId`."""
        found = TEXT.fullmatch(text)
        if found is None:
            raise BadEventId(
                "this is no id of a live message",
                found=repr(text[:60]),
                expected="the `id` of the newest message received",
                where="last_event_id",
            )
        return cls(int(found[1]), found[2])

    def __str__(self) -> str:
        return f"{self.milliseconds:013d}-{self.suffix}"


class EventIds:
    """Gives the ids of one publisher; `publisher` is four hexadecimal digits."""

    def __init__(self, clock: Callable[[], float], publisher: str) -> None:
        self._clock, self._publisher = clock, publisher
        self._milliseconds, self._count = 0, 0

    def next(self) -> EventId:
        """Return an id higher than all before."""
        now = int(self._clock() * 1000)
        if now > self._milliseconds:
            self._milliseconds, self._count = now, 0
        elif self._count + 1 < MOST_IN_A_MILLISECOND:
            self._count += 1
        else:
            self._milliseconds, self._count = self._milliseconds + 1, 0
        return EventId(self._milliseconds, f"{self._count:04x}{self._publisher}")
