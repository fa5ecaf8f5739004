"""Inputs of a formula that a test states."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from twin.formula import parse
from twin.formula.evaluation import evaluate
from twin.formula.inputs import Sample
from twin.formula.values import Value
from twin.formula.windows import Window

Points = tuple[tuple[float, Value], ...]


@dataclass
class Given:
    """Values, values before the trigger, and windows by variable; a moment and a clock."""

    values: Mapping[str, Value | Sample] = field(default_factory=dict)
    earlier: Mapping[str, Value | Sample] = field(default_factory=dict)
    windows: Mapping[str, Window] = field(default_factory=dict)
    moment: float = 60.0
    clock: float = 0.0

    def now(self) -> float:
        return self.clock

    def latest(self, name: str) -> Sample | None:
        if name in self.windows:
            points = self.windows[name].points
            return Sample(*points[-1]) if points else None
        return self._sample(self.values.get(name))

    def before(self, name: str) -> Sample | None:
        return self._sample(self.earlier.get(name))

    def window(self, name: str) -> Window:
        return self.windows[name]

    def _sample(self, given: Value | Sample | None) -> Sample | None:
        return given if isinstance(given, Sample | None) else Sample(self.moment, given)


def result(formula: str, **values: Value) -> Value | None:
    """Evaluate a formula of some variables."""
    return evaluate(parse(formula), Given(values), declared=values)


def metric(formula: str, **windows: Window) -> Value | None:
    """Evaluate a metric over the windows of some variables."""
    return evaluate(parse(formula), Given(windows=windows), declared=windows)


def window_of(points: Iterable[tuple[float, Value]], start: float, end: float) -> Window:
    """Return the window of a history."""
    ordered = sorted(points, key=lambda point: point[0])
    inside = tuple(point for point in ordered if start < point[0] <= end)
    before = [point for point in ordered if point[0] <= start]
    return Window(start, end, inside, before[-1] if before else None)
