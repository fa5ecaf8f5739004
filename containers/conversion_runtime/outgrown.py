"""A job that says by its exit code that a larger one shall do its work.

The workflow runs a small file in a function first. What fails there for want of time, memory or
room is no fault of the file: nothing is written, and a job of the file's own size follows.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from conversion_runtime.errors import (
    ConversionCrashed,
    ConversionError,
    ConversionTimeLimit,
    SourceTooComplex,
)

OUTGROWN = 11
"""Exit code of a job that is too small for its file; only where a larger one follows."""

MORE_WOULD_HELP: tuple[type[ConversionError], ...] = (
    ConversionCrashed,
    ConversionTimeLimit,
    SourceTooComplex,
)


class Outgrown(Exception):
    """More time or memory would help."""


def run_or_outgrow(run: Callable[[], int]) -> int:
    """Run a job and return its exit code."""
    try:
        return run()
    except Outgrown as error:
        print(f"a larger job follows: {error}", file=sys.stderr)
        return OUTGROWN


def outgrowing(work: Callable[[], None], *, larger_follows: bool) -> None:
    """Do a job's work, and turn errors that a larger job may not have into `Outgrown`.

    Raises:
        Outgrown: a larger job follows, and has more of what was missing.
        TwinError: what the work raises otherwise.
    """
    try:
        work()
    except MORE_WOULD_HELP as error:
        if larger_follows:
            raise Outgrown(str(error)) from error
        raise
