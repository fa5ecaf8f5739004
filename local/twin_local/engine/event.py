"""What happens during a deployment, as it is told to the user and kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True)
class Event:
    """One step of one resource or of the stack itself; `time` is UTC seconds since 1970."""

    time: float
    stack: str
    logical_id: str
    type: str
    status: str
    reason: str = ""


Report: TypeAlias = Callable[[Event], None]


def silent(_: Event) -> None:
    """Tell nobody."""
