"""What is known of one alarm between two samples."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

AlarmState = Literal[
    "NORMAL",
    "ACTIVE_UNACKNOWLEDGED",
    "ACTIVE_ACKNOWLEDGED",
    "RETURNED_UNACKNOWLEDGED",
    "SHELVED",
    "OUT_OF_SERVICE",
]
"""The states of ISA-18.2 that an operator sees."""

ProcessState = Literal[
    "NORMAL", "ACTIVE_UNACKNOWLEDGED", "ACTIVE_ACKNOWLEDGED", "RETURNED_UNACKNOWLEDGED"
]


@dataclass(frozen=True)
class AlarmRecord:
    """The lossless state of one alarm; times are source times in seconds since 1970.

    `process` follows the signal even while the alarm is shelved or out of service, so that it is
    right at once when it comes back. `crossing_since` is when the signal crossed the limit that the
    running delay waits for. `suspect` says that the newest sample had no usable value.
    """

    alarm_id: str
    process: ProcessState = "NORMAL"
    changed_at: float | None = None
    evaluated_at: float | None = None
    crossing_since: float | None = None
    value: float | None = None
    suspect: bool = False
    shelved_until: float | None = None
    out_of_service: bool = False
    acknowledged_by: str = ""
    comment: str = ""

    def state(self, *, now: float) -> AlarmState:
        """Return the state that an operator sees at `now`."""
        if self.out_of_service:
            return "OUT_OF_SERVICE"
        if self.shelved_until is not None and now < self.shelved_until:
            return "SHELVED"
        return self.process

    @property
    def is_active(self) -> bool:
        """Return whether the signal is beyond its limit, delays applied."""
        return self.process in ("ACTIVE_UNACKNOWLEDGED", "ACTIVE_ACKNOWLEDGED")
