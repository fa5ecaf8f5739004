"""The history of an alarm: one record a transition, written with it and never changed.

Records lie beside the alarm's state in the same table: under the alarm by time, and in an index
under one partition for all alarms, so that no read scans.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from twin.alarms.state import AlarmState

RETENTION_SECONDS = 400 * 86_400
"""A year and a month: what a yearly review of alarms compares. Then DynamoDB removes the record."""

LISTING = "alarm-history"
PREFIX = "history#"
STATE_KEY = "state"


@dataclass(frozen=True)
class AlarmTransition:
    """What happened to an alarm: at `time` (source time in seconds) it became `state`.

    `by` is who did it, empty for the process itself; `value` is the signal's then. `revision` is
    that of the alarm's record which the transition made.
    """

    alarm_id: str
    time: float
    previous: AlarmState
    state: AlarmState
    value: float | None
    suspect: bool
    by: str
    comment: str
    recorded_at: float
    revision: int = 0
    number: int = 0

    def to_item(self) -> dict[str, str]:
        """Return the record's attributes, all text but `expires_at`, which is a number's text."""
        place = f"{self.time:017.6f}#{self.alarm_id}#{self.revision:012d}#{self.number:02d}"
        return {
            "pk": partition(self.alarm_id),
            "sk": f"{PREFIX}{place}",
            "gpk": LISTING,
            "gsk": place,
            "transition": json.dumps(asdict(self)),
            "expires_at": str(int(self.recorded_at) + RETENTION_SECONDS),
        }

    @classmethod
    def from_item(cls, item: Mapping[str, str]) -> AlarmTransition:
        """Read what `to_item` wrote."""
        return cls(**json.loads(item["transition"]))


ABOUT_THE_RECORD = ("alarm_id", "revision", "number")


def transition_body(transition: AlarmTransition) -> dict[str, Any]:
    """Return a transition as the API shows it."""
    body = asdict(transition)
    return {name: value for name, value in body.items() if name not in ABOUT_THE_RECORD}


def partition(alarm_id: str) -> str:
    """Return the partition of an alarm's state and records."""
    return f"alarm#{alarm_id}"
