"""How much a service does for an operation: the lines of its own code that run."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import TypeAlias

import twin_local.services

Trace: TypeAlias = Callable[[FrameType, str, object], "Trace | None"]
SERVICES = str(Path(next(iter(twin_local.services.__path__))))


def steps(do: Callable[[], object]) -> int:
    """Return how many lines of the services run; one is counted again in each round of a loop."""
    count = 0

    def line(_frame: FrameType, event: str, _argument: object) -> Trace:
        nonlocal count
        count += event == "line"
        return line

    def call(frame: FrameType, _event: str, _argument: object) -> Trace | None:
        return line if frame.f_code.co_filename.startswith(SERVICES) else None

    before = sys.gettrace()
    sys.settrace(call)
    try:
        do()
    finally:
        sys.settrace(before)
    return count
