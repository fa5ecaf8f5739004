"""How a case ended, and all of them as one JSON document."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from benchmarks.validation.case import CaseResult, Figure, Promise, Row

SCHEMA = "validation/1"
"""The shape of the document; another shape has another number."""


class State(StrEnum):
    """How a case ended."""

    HELD = "held"
    BROKEN = "not held"
    NOT_RUN = "not run"
    FAILED = "failed"

    @property
    def is_failure(self) -> bool:
        """Tell whether the suite has to fail: what cannot run here is told, and is no failure."""
        return self in (State.BROKEN, State.FAILED)


@dataclass(frozen=True)
class Outcome:
    """A case, how it ended, and its time; `reason` says why there is no result."""

    name: str
    title: str
    protocol: str
    state: State
    wall_seconds: float
    cpu_seconds: float
    result: CaseResult | None = None
    reason: str = ""


def to_json(outcomes: Sequence[Outcome]) -> str:
    """Return the document."""
    cases = [_finite(asdict(outcome)) for outcome in outcomes]
    return json.dumps({"schema": SCHEMA, "cases": cases}, indent=2, allow_nan=False) + "\n"


def _finite(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """Return the value with null for what is no number: JSON has no word for it."""
    if isinstance(value, dict):
        return {key: _finite(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(entry) for entry in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def result_of(raw: Any) -> CaseResult:  # noqa: ANN401 - any JSON
    """Return the result that `asdict` made."""
    return CaseResult(
        rows=tuple(Row(row["subject"], _numbers(row["figures"])) for row in raw["rows"]),
        promises=tuple(Promise(**_number(promise, "found")) for promise in raw["promises"]),
        remarks=tuple(raw["remarks"]),
    )


def _number(raw: dict[str, Any], key: str) -> dict[str, Any]:
    return {**raw, key: math.nan if raw[key] is None else raw[key]}


def _numbers(figures: dict[str, Any]) -> dict[str, Figure]:
    return {key: math.nan if value is None else value for key, value in figures.items()}


def from_json(text: str) -> tuple[Outcome, ...]:
    """Return the outcomes of a document.

    Raises:
        ValueError: the document has another shape.
    """
    raw = json.loads(text)
    if raw.get("schema") != SCHEMA:
        raise ValueError(f"found schema {raw.get('schema')!r}, expected {SCHEMA!r}")
    return tuple(_outcome(entry) for entry in raw["cases"])


def _outcome(raw: dict[str, Any]) -> Outcome:
    result = raw["result"] and result_of(raw["result"])
    return Outcome(**{**raw, "state": State(raw["state"]), "result": result})
