"""Run one step of a conversion in a process of its own, with the errors of conversions."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from container_runtime import child
from container_runtime.errors import ChildCrashed, ChildTimeLimit
from conversion_runtime.errors import ConversionCrashed, ConversionTimeLimit


def run_child(command: Sequence[str], *, folder: Path, limits: child.Limits) -> int:
    """Run a command and return 0 or `child.REFUSED`.

    Raises:
        ConversionTimeLimit: it took longer than the limit.
        ConversionCrashed: it ended in any other way.
    """
    try:
        return child.run_child(command, folder=folder, limits=limits)
    except ChildTimeLimit as error:
        raise ConversionTimeLimit(
            "the conversion took too long", expected=error.expected
        ) from error
    except ChildCrashed as error:
        raise ConversionCrashed(
            "the conversion crashed or ran out of memory",
            found=error.found,
            expected=error.expected,
            where=error.where,
        ) from error
