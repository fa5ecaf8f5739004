"""Processor time, which is the figure that a shared machine does not blur."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def with_cpu_seconds(action: Callable[[], T]) -> tuple[T, float]:
    """Return what an action gives and the processor seconds that it took in this process."""
    began = time.process_time()
    found = action()
    return found, time.process_time() - began
