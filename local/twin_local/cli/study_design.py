"""The design of a study from a command line: a file, or axes of a grid."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

MOST_OF_AN_AXIS = 100_000


def design_from(file: Path | None, axes: Sequence[str]) -> dict[str, Any]:
    """Return the document of a design.

    Raises:
        UsageError: there is neither a file nor an axis, or both, or one that cannot be read.
    """
    if (file is None) == (not axes):
        raise click.UsageError("give either --design FILE or --grid NAME=FROM:TO:COUNT")
    if file is None:
        return {"name": "grid", "inputs": dict(axis_of(text) for text in axes)}
    try:
        document = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise click.UsageError(f"{file} cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise click.UsageError(f"{file} is not JSON: {error}") from error
    if not isinstance(document, dict):
        raise click.UsageError(f"{file} is no JSON object, such as docs/simulation/studies.md has")
    return document


def axis_of(text: str) -> tuple[str, list[float]]:
    """Read `speed=800:1600:9` (first, last, how many) or `speed=800,1200,1600`.

    Raises:
        UsageError: it is neither.
    """
    name, _, values = text.partition("=")
    if not name or not values:
        raise click.UsageError(f"--grid {text!r} is not NAME=FROM:TO:COUNT or NAME=VALUE,VALUE,…")
    if ":" not in values:
        return name, [number_of(value) for value in values.split(",")]
    first, *rest = values.split(":")
    if len(rest) != 2 or not rest[1].isdecimal() or not 2 <= int(rest[1]) <= MOST_OF_AN_AXIS:
        raise click.UsageError(
            f"--grid {text!r}: after = comes FROM:TO:COUNT, with a count of 2 to {MOST_OF_AN_AXIS}"
        )
    low, high, count = number_of(first), number_of(rest[0]), int(rest[1])
    # Not added up, so that the last value is exactly the one that was given.
    return name, [low + (high - low) * index / (count - 1) for index in range(count)]


def fixed_of(texts: Sequence[str]) -> dict[str, float]:
    """Read values such as `wear=0.1`.

    Raises:
        UsageError: one is none.
    """
    found = {}
    for text in texts:
        name, _, value = text.partition("=")
        if not name or not value:
            raise click.UsageError(f"--fixed {text!r} is not NAME=VALUE")
        found[name] = number_of(value)
    return found


def number_of(text: str) -> float:
    """Read a finite number; raise `UsageError`."""
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise click.UsageError(f"{text!r} is no finite number")
    return number
