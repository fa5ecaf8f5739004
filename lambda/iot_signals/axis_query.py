"""What GET /signals/values asks for: several signals at the same instants."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from iot_signals.parameters import asked_signals, one_of, time_range
from iot_signals.position import Positions
from twin.site_document import Signal, SiteDocument
from twin.telemetry.axis import METHODS, Axis, Method
from twin.telemetry.errors import BadAxis
from twin.telemetry.sample import NANOSECONDS
from twin_runtime.http import Request
from twin_runtime.page_token import foreign_token

LEAST_STEP_SECONDS = 0.001
MOST_STEP_SECONDS = 366 * 86_400.0
DEFAULT_INSTANTS = 60
DEFAULT_LIMIT = 1_000
MAXIMUM_READINGS = 50_000
"""Instants times signals of one page: keeps an answer below the 6 MB of a function's response."""


@dataclass(frozen=True)
class AxisQuery:
    """Up to 16 signals at `start`, `start + step` and so on before `end`, and the page.

    `first` is the number of the page's first instant.
    """

    positions: Positions[int]
    signals: tuple[Signal, ...]
    start: float
    end: float
    step: float
    method: Method
    limit: int
    first: int = 0

    @classmethod
    def from_request(cls, request: Request, site: SiteDocument, *, now: float) -> AxisQuery:
        """Read the query; raise a `TelemetryError` or `QueryInvalid`."""
        signals = asked_signals(request, site)
        start, end = time_range(request, now=now)
        step = _step(request.one("step"), default=(end - start) / DEFAULT_INSTANTS)
        method = one_of("method", request.one("method") or "previous", METHODS)
        most = MAXIMUM_READINGS // len(signals)
        limit = request.integer("limit", default=min(DEFAULT_LIMIT, most), minimum=1, maximum=most)
        question = {
            "list": "values",
            "alias": "\n".join(signal.alias for signal in signals),
            "method": method,
            "step": request.one("step"),
            "start": request.one("start"),
            "end": request.one("end"),
        }
        first = cls(Positions(question, int), signals, start, end, step, method, limit)
        token = request.one("next_token")
        return first.continued(token, request) if token else first

    @property
    def axis(self) -> Axis:
        """Return the whole axis."""
        step = round(self.step * NANOSECONDS)
        start = round(self.start * 1_000_000) * 1_000
        span = round(self.end * 1_000_000) * 1_000 - start
        return Axis(start, step, max(1, -(-span // step)))

    def continued(self, token: str, request: Request) -> AxisQuery:
        """Return the query of the page that a token leads to; raise `QueryInvalid`."""
        start, end, first = self.positions.read(token)
        step = _step(request.one("step"), default=(end - start) / DEFAULT_INSTANTS)
        following = replace(self, start=start, end=end, step=step, first=first)
        if not 0 < first < following.axis.count:
            raise foreign_token()
        return following

    def next_token(self, after: int) -> str | None:
        """Return the token of the page from an instant's number on, or None after the last."""
        place = after if after < self.axis.count else None
        return self.positions.token(self.start, self.end, place)


def _step(text: str | None, *, default: float) -> float:
    if text is None:
        return min(max(default, LEAST_STEP_SECONDS), MOST_STEP_SECONDS)
    try:
        step = float(text)
    except ValueError:
        step = math.nan
    if not LEAST_STEP_SECONDS <= step <= MOST_STEP_SECONDS:
        raise BadAxis(
            "step is no step of an axis of time",
            found=repr(text),
            expected=f"{LEAST_STEP_SECONDS} to {MOST_STEP_SECONDS:.0f} seconds",
            where="step",
        )
    return step
