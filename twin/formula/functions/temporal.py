"""Functions that look at the times of a window's points, for metrics only.

https://docs.aws.amazon.com/iot-sitewise/latest/userguide/expression-temporal-functions.html
"""

from __future__ import annotations

from collections.abc import Callable

from twin.formula.functions.function import Compiler, Evaluate, Function, no_value
from twin.formula.functions.series import window_of
from twin.formula.nodes import Node
from twin.formula.values import NoPoint, Value
from twin.formula.windows import Window

Point = tuple[float, Value]


def _of_window(look: Callable[[Window], Value]) -> Function:
    def build(arguments: tuple[Node, ...], compiler: Compiler) -> Evaluate:
        window = window_of(arguments[0], compiler)
        return no_value if window is None else lambda inputs: look(window(inputs))

    return Function(1, 1, build)


def _pick(choose: Callable[[Window], Point | None]) -> Function:
    def look(window: Window) -> Value:
        point = choose(window)
        if point is None:
            raise NoPoint
        return point[1]

    return _of_window(look)


def _first(window: Window) -> Point | None:
    return window.points[0] if window.points else None


def _last(window: Window) -> Point | None:
    return window.points[-1] if window.points else None


def _state_time(window: Window) -> float:
    """Return for how many seconds the value was positive; the last one holds until the next.

    A point at the very end is no history of this window: it begins the next one.
    """
    if window.previous is None and not any(time < window.end for time, _ in window.points):
        raise NoPoint
    moment, positive, total = window.start, False, 0.0
    if window.previous is not None:
        positive = _is_positive(window.previous[1])
    for time, value in window.points:
        total += (time - moment) if positive else 0.0
        moment, positive = time, _is_positive(value)
    return total + ((window.end - moment) if positive else 0.0)


def _is_positive(value: Value) -> bool:
    return not isinstance(value, str) and value > 0


TABLE: dict[str, Function] = {
    "first": _pick(_first),
    "last": _pick(_last),
    "earliest": _pick(lambda window: window.previous),  # what the window begins with
    "latest": _pick(lambda window: _last(window) or window.previous),
    "statetime": _of_window(_state_time),
}
