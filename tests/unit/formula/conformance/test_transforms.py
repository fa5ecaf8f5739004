"""`pretrigger` in a transform, as values arrive.

https://docs.aws.amazon.com/iot-sitewise/latest/userguide/expression-temporal-functions.html
"""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from twin.formula import parse
from twin.formula.evaluation import compiled
from twin.formula.inputs import Sample
from twin.formula.values import Value
from twin.formula.windows import Window

FORMULA = compiled(parse("x + y + pretrigger(y)"))
Arrival = tuple[str, float, float]
"""A variable, the minute of its value, and the value."""

IN_ORDER: list[Arrival] = [
    ("x", 0, 10.0),
    ("y", 0, 1.0),
    ("x", 5, 20.0),
    ("y", 5, 2.0),
    ("y", 10, 3.0),
    ("x", 15, 30.0),
]


@dataclass
class Arrived:
    """What has arrived, seen at the time of one trigger."""

    known: dict[str, dict[float, Value]] = field(default_factory=lambda: {"x": {}, "y": {}})
    moment: float = 0.0

    def take(self, arrival: Arrival) -> Value | None:
        name, self.moment, value = arrival
        self.known[name][self.moment] = value
        return FORMULA(self)

    def now(self) -> float:
        return self.moment

    def latest(self, name: str) -> Sample | None:
        return self._newest([time for time in self.known[name] if time <= self.moment], name)

    def before(self, name: str) -> Sample | None:
        return self._newest([time for time in self.known[name] if time < self.moment], name)

    def window(self, name: str) -> Window:
        raise ValueError(name)

    def _newest(self, times: list[float], name: str) -> Sample | None:
        return Sample(max(times), self.known[name][max(times)]) if times else None


def results(arrivals: list[Arrival]) -> dict[float, Value]:
    """Return what the transform has in the end, by minute."""
    arrived, found = Arrived(), {}
    for arrival in arrivals:
        value = arrived.take(arrival)
        if value is not None:
            found[arrived.moment] = value
    return found


def test_the_table_of_the_guide() -> None:
    """Nothing at 9:00, when y has no value before; then 23, 25 and 36."""
    assert results(IN_ORDER) == {5: 23.0, 10: 25.0, 15: 36.0}


def test_what_has_not_arrived_takes_no_part() -> None:
    """The value of x of 9:05 comes before that of 9:00, and before y's of 9:05: 20 + 1 + 1."""
    early = [("y", 0.0, 1.0), ("x", 5.0, 20.0), ("x", 0.0, 10.0)]
    assert results(early) == {5: 22.0}
    assert results([*early, ("y", 5.0, 2.0)]) == {5: 23.0}


@pytest.mark.parametrize(
    ("arrival", "expected"), [(("y", 20.0, 4.0), 37.0), (("x", 20.0, 40.0), 46.0)]
)
def test_a_trigger_that_is_another_variable_leaves_the_last_value(
    arrival: Arrival, expected: float
) -> None:
    arrived = Arrived()
    for earlier in IN_ORDER:
        arrived.take(earlier)
    assert arrived.take(arrival) == expected
