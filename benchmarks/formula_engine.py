"""Transforms by the formula engine: point by point and vectorised, beside plain numpy.

One million points of the demo site's formulas, and of one with functions that numpy would compute
with another last bit than Python. The reference is the bare numpy expression with its mask, in the
same run: it checks no result, so that it is what a vectorised engine can reach at most. All times
are processor seconds, so that the figures are those of one core, however busy the machine is.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.harness import Result
from twin.formula import parse
from twin.formula.evaluation import compiled
from twin.formula.inputs import Sample
from twin.formula.vectorised import Batch, column, vectorised
from twin.formula.windows import Window

POINTS = 1_000_000
SINGLE_POINTS = 50_000
Columns = Mapping[str, NDArray[np.float64]]
Expression = Callable[[Columns], tuple[NDArray[np.float64], NDArray[np.bool_]]]


@dataclass(frozen=True)
class Case:
    """A formula, and the same as a numpy expression: values, and where there is one."""

    name: str
    formula: str
    plain: Expression


class OnePoint:
    """The inputs of one point, as a service has them at hand."""

    moment = 0.0

    def __init__(self, samples: Mapping[str, Sample]) -> None:
        self._samples = samples

    def now(self) -> float:
        return self.moment

    def latest(self, name: str) -> Sample | None:
        return self._samples.get(name)

    def before(self, _: str) -> Sample | None:
        return None

    def window(self, name: str) -> Window:
        raise ValueError(f"{name} has no window in a transform")


def _efficiency(of: Columns) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    head = of["discharge_pressure"] - of["suction_pressure"]
    return 100 / 36 * of["flow"] * head / of["power"], of["power"] > 0.5


def _ready(of: Columns) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    return np.where(of["fault"] != 0, 0.0, 1.0), np.ones(len(of["fault"]), dtype=np.bool_)


def _saturation(of: Columns) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    celsius = of["temperature"]
    return 6.112 * np.exp(17.62 * celsius / (243.12 + celsius)), celsius > -45


CASES = [
    Case(
        "hydraulic efficiency",
        "if(gt(power, 0.5), 100 / 36 * flow * (discharge_pressure - suction_pressure) / power,"
        " none)",
        _efficiency,
    ),
    Case("ready", "if(fault, 0, 1)", _ready),
    Case(
        "vapour pressure (exp)",
        "if(temperature > -45, 6.112 * exp(17.62 * temperature / (243.12 + temperature)), none)",
        _saturation,
    ),
]


def run() -> list[Result]:
    """Measure each formula both ways."""
    columns = _columns()
    return [result for case in CASES for result in _measured(case, columns)]


def _columns() -> Columns:
    numbers = np.random.default_rng(1)
    return {
        "power": numbers.uniform(0, 18, POINTS),
        "flow": numbers.uniform(0, 60, POINTS),
        "suction_pressure": numbers.uniform(0, 2, POINTS),
        "discharge_pressure": numbers.uniform(0, 5, POINTS),
        "fault": np.floor(numbers.uniform(0, 1.1, POINTS)),
        "temperature": numbers.uniform(-50, 60, POINTS),
    }


def _measured(case: Case, columns: Columns) -> list[Result]:
    node = parse(case.formula)
    transform = vectorised(node)
    batch = Batch(POINTS, {name: column(values) for name, values in columns.items()})
    limit = POINTS / _seconds(lambda: case.plain(columns))
    at_once = POINTS / _seconds(lambda: transform(batch))
    return [
        Result(f"Formulas at once, {case.name}", at_once, "points/s", "plain numpy", limit),
        Result(f"Formulas one by one, {case.name}", _one_by_one(case, columns), "points/s"),
    ]


def _one_by_one(case: Case, columns: Columns) -> float:
    formula = compiled(parse(case.formula))
    lists = {name: values[:SINGLE_POINTS].tolist() for name, values in columns.items()}
    points = [
        OnePoint({name: Sample(0.0, value) for name, value in zip(lists, row, strict=True)})
        for row in zip(*lists.values(), strict=True)
    ]
    return SINGLE_POINTS / _seconds(lambda: [formula(point) for point in points])


def _seconds(action: Callable[[], object], runs: int = 3) -> float:
    """Return the least processor time that an action took."""
    return min(_timed(action) for _ in range(runs))


def _timed(action: Callable[[], object]) -> float:
    start = time.process_time()
    action()
    return time.process_time() - start
