"""What the rows of the spool look like in Python."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import Any

from twin.telemetry.sample import Sample, Value

_SMALLEST_INTEGER, _LARGEST_INTEGER = -(2**63), 2**63 - 1
_NOT_FINITE = {"nan", "inf", "-inf"}


@dataclass(frozen=True, slots=True)
class SpooledSample:
    """A sample under its row id, with the number of failed attempts so far."""

    id: int
    sample: Sample
    attempts: int = 0


@dataclass(frozen=True, slots=True)
class Refusal:
    """A sample that is refused for good, with the code and message that say why."""

    sample: Sample
    code: str
    message: str


def to_row(sample: Sample) -> tuple[str, int, Value, str]:
    """Return alias, time, value and quality of a sample as columns."""
    return sample.alias, storable_time(sample.time_nanoseconds), sample.value, sample.quality


def spooled(row: tuple[Any, ...]) -> SpooledSample:
    """Return the sample of the columns id, alias, time, value, quality and perhaps attempts."""
    row_id, alias, time_ns, value, quality, *attempts = row
    return SpooledSample(row_id, Sample(alias, time_ns, value, quality), *attempts)


def storable_time(nanoseconds: int) -> int:
    """Return a time that fits into a column: PLCs without a clock send the year 9999."""
    return min(max(nanoseconds, _SMALLEST_INTEGER), _LARGEST_INTEGER)


def value_of_text(text: str | None) -> Value:
    """Return the value whose `repr` a dead letter keeps."""
    if text is None or text in _NOT_FINITE:
        return None if text is None else float(text)
    try:
        value = ast.literal_eval(text)
    except (ValueError, SyntaxError):
        return text
    return value if value is None or isinstance(value, bool | int | float | str) else text
