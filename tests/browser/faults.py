"""Something goes wrong in the plant, and is repaired after the test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tests.twin_process import Twin, eventually

HIGH_VIBRATION = "P-101.high_vibration"


@contextmanager
def worn_bearing(twin: Twin) -> Iterator[None]:
    """Wear the bearing of pump P-101; afterwards repair it and wait for the alarm to be over."""
    twin.plc("fault", "bearing_wear", "P-101")
    try:
        yield
    finally:
        twin.plc("clear")
        eventually(lambda: _is_over(twin), seconds=120, what="the end of the alarm")


def _is_over(twin: Twin) -> bool:
    state = twin.alarm(HIGH_VIBRATION)["state"]
    if state == "RETURNED_UNACKNOWLEDGED":
        twin.run("alarms", "ack", HIGH_VIBRATION, "--comment", "repaired", role="operator")
    return bool(state == "NORMAL")
