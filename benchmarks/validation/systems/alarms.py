"""What a watch on a signal found: changes, delays, and alarms where nothing was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.validation.case import Figure, Row

Rows = NDArray[np.intp]


@dataclass(frozen=True)
class Found:
    """How many of how many changes were found, after which delays, and how many false alarms."""

    found: int
    changes: int
    delays: tuple[float, ...]
    false_alarms: int

    def row(self, name: str, unit: str) -> Row:
        """Return it as a row; `unit` is that of the delays."""
        figures: dict[str, Figure] = {
            "found": f"{self.found} of {self.changes}",
            f"delays, {unit}": ", ".join(f"{delay:.1f}" for delay in self.delays) or "none",
            "false alarms": float(self.false_alarms),
        }
        return Row(name, figures)


def judged(
    alarms: Rows, changes: Sequence[tuple[int, int]], together: float, per_unit: float = 1.0
) -> Found:
    """Judge alarms by the first and last sample in which each change counts as found.

    False alarms less than `together` samples apart are one; `per_unit` samples are one of delays.
    """
    delays = []
    is_explained = np.zeros(alarms.size, dtype=np.bool_)
    for first, last in changes:
        within = (alarms >= first) & (alarms <= last)
        is_explained |= within
        if within.any():
            delays.append(float(alarms[within][0] - first) / per_unit)
    return Found(len(delays), len(changes), tuple(delays), _merged(alarms[~is_explained], together))


def _merged(alarms: Rows, together: float) -> int:
    return int(alarms.size and 1 + (np.diff(alarms) > together).sum())
