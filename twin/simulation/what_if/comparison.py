"""What a what-if compares, as its run remembers it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal, get_args

from twin.errors import TwinError
from twin.simulation.trust.validity import Reason

Direction = Literal["minimise", "maximise"]
DIRECTIONS: tuple[Direction, ...] = get_args(Direction)


@dataclass(frozen=True)
class Violation:
    """A rule of commands that the set-point of a candidate would break now."""

    code: str
    message: str
    found: str = ""
    expected: str = ""

    @classmethod
    def of(cls, error: TwinError) -> Violation:
        """Return the refusal of a command."""
        return cls(error.code, error.message, error.found or "", error.expected or "")


@dataclass(frozen=True)
class Candidate:
    """What one case replaces of the measured inputs.

    `violations` is what a command of its set-point would be refused for, `reasons` what its inputs
    say against the prediction.
    """

    name: str
    inputs: Mapping[str, float]
    violations: tuple[Violation, ...] = ()
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class Objective:
    """The output that decides between candidates that break no limit."""

    variable: str
    direction: Direction

    def cost(self, value: float) -> float:
        """Return what is the lower, the better."""
        return value if self.direction == "minimise" else -value


@dataclass(frozen=True)
class Comparison:
    """The candidates in the order asked for; `command_id` is the command that they stand for."""

    candidates: tuple[Candidate, ...]
    command_id: str = ""
    objective: Objective | None = None

    @property
    def always_replaced(self) -> dict[str, float]:
        """Return the inputs that no candidate takes as measured, with the first one's values."""
        first, *others = self.candidates
        return {
            name: value
            for name, value in first.inputs.items()
            if all(name in one.inputs for one in others)
        }

    def with_reasons(self, reasons: Sequence[tuple[Reason, ...]]) -> Comparison:
        """Return it with what the inputs of each candidate say against its prediction."""
        pairs = zip(self.candidates, reasons, strict=True)
        told = tuple(replace(one, reasons=against) for one, against in pairs)
        return replace(self, candidates=told)

    def with_violations(self, found: Sequence[tuple[Violation, ...]]) -> Comparison:
        """Return it with what a command of each candidate would be refused for."""
        pairs = zip(self.candidates, found, strict=True)
        told = tuple(replace(one, violations=broken) for one, broken in pairs)
        return replace(self, candidates=told)

    def to_raw(self) -> dict[str, Any]:
        """Return it as plain values."""
        return asdict(self)

    @classmethod
    def from_raw(cls, raw: Mapping[str, Any]) -> Comparison:
        """Read what `to_raw` wrote."""
        objective = raw["objective"]
        return cls(
            candidates=tuple(_candidate(one) for one in raw["candidates"]),
            command_id=raw["command_id"],
            objective=None if objective is None else Objective(**objective),
        )


def _candidate(raw: Mapping[str, Any]) -> Candidate:
    return Candidate(
        name=raw["name"],
        inputs=raw["inputs"],
        violations=tuple(Violation(**one) for one in raw["violations"]),
        reasons=tuple(Reason(**one) for one in raw["reasons"]),
    )
