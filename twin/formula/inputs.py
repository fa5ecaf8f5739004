"""Where the variables of a formula come from."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from twin.formula.values import Value
from twin.formula.windows import Window


class Sample(NamedTuple):
    """A variable's value and its time, in UTC seconds since 1970."""

    time: float
    value: Value


class Inputs(Protocol):
    """The variables at one moment; only GOOD values count."""

    @property
    def moment(self) -> float:
        """The time of the result: of the value that triggers a transform, or a window's end."""

    def now(self) -> float:
        """Return the time of the clock."""

    def latest(self, name: str) -> Sample | None:
        """Return a variable's latest value, None if there is none.

        In a metric an attribute has its latest value, another property its last one of the window.
        """

    def before(self, name: str) -> Sample | None:
        """Return a variable's value before the one that triggers (transforms)."""

    def window(self, name: str) -> Window:
        """Return a variable's points of the window that is computed (metrics)."""


class AtPoint:
    """The same variables, but one of them as it was at one point of the window."""

    def __init__(self, inputs: Inputs, name: str, sample: Sample) -> None:
        self._inputs, self._name, self._sample = inputs, name, sample

    @property
    def moment(self) -> float:
        return self._inputs.moment

    def now(self) -> float:
        return self._inputs.now()

    def latest(self, name: str) -> Sample | None:
        return self._sample if name == self._name else self._inputs.latest(name)

    def before(self, name: str) -> Sample | None:
        return self._inputs.before(name)

    def window(self, name: str) -> Window:
        return self._inputs.window(name)


class Nothing:
    """No variables at all, for what is constant."""

    moment = 0.0

    def now(self) -> float:
        return 0.0

    def latest(self, _: str) -> None:
        return None

    def before(self, _: str) -> None:
        return None

    def window(self, name: str) -> Window:
        raise ValueError(f"{name} has no window")
