"""What GET /signals/values asks for: several signals at the same instants."""

from __future__ import annotations

from dataclasses import dataclass, replace

from iot_signals.parameters import asked_signals, time_range
from iot_signals.position import Positions
from twin.api.parameters.signals import (
    LEAST_STEP_SECONDS,
    MAXIMUM_READINGS,
    MOST_STEP_SECONDS,
)
from twin.site_document import Signal, SiteDocument
from twin.telemetry.axis import METHODS, Axis, Method
from twin.telemetry.sample import NANOSECONDS
from twin_runtime.http import Request
from twin_runtime.page_token import foreign_token

DEFAULT_INSTANTS = 60
DEFAULT_LIMIT = 1_000


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
        step = _step(request, end - start)
        method = request.choice("method", METHODS)
        most = MAXIMUM_READINGS // len(signals)
        limit = request.integer("limit", default=min(DEFAULT_LIMIT, most), maximum=most)
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
        step = _step(request, end - start)
        following = replace(self, start=start, end=end, step=step, first=first)
        if not 0 < first < following.axis.count:
            raise foreign_token()
        return following

    def next_token(self, after: int) -> str | None:
        """Return the token of the page from an instant's number on, or None after the last."""
        place = after if after < self.axis.count else None
        return self.positions.token(self.start, self.end, place)


def _step(request: Request, span: float) -> float:
    """Return `step`, by default a sixtieth of the range within its bounds."""
    fitting = min(max(span / DEFAULT_INSTANTS, LEAST_STEP_SECONDS), MOST_STEP_SECONDS)
    return request.number("step", default=fitting)
