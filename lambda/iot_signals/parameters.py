"""What the queries of the signal operations have in common: signals, times and one of a list."""

from __future__ import annotations

from collections.abc import Iterable

from twin.api.parameters.signals import MAXIMUM_SIGNALS
from twin.site_document import Signal, SiteDocument
from twin.telemetry.errors import BadTimeRange, TooManySignals
from twin.telemetry.validation import known_signal
from twin_runtime.http import Request

DEFAULT_SPAN_SECONDS = 3_600.0


def asked_aliases(given: Iterable[str], site: SiteDocument) -> list[str]:
    """Return the aliases named, each checked, or all of the site; raise `UnknownAlias`."""
    named = list(dict.fromkeys(given))
    for alias in named:
        known_signal(alias, site.signal_by_alias)
    return named or list(site.signal_by_alias)


def asked_signals(request: Request, site: SiteDocument) -> tuple[Signal, ...]:
    """Return the 1 to 16 signals named by `alias`; raise `UnknownAlias` or `TooManySignals`."""
    named = request.many("alias")
    if len(named) > MAXIMUM_SIGNALS:
        raise TooManySignals(
            "too many signals at once",
            found=str(len(named)),
            expected=f"at most {MAXIMUM_SIGNALS}; ask for the others by themselves",
            where="alias",
        )
    return tuple(known_signal(alias, site.signal_by_alias) for alias in named)


def time_range(request: Request, *, now: float) -> tuple[float, float]:
    """Return `start` and `end`, by default the last hour; raise `BadTimeRange`, `QueryInvalid`."""
    end = request.number("end", default=now)
    start = request.number("start", default=end - DEFAULT_SPAN_SECONDS)
    if not 0 < start < end:
        raise BadTimeRange(
            "the range is empty", found=f"{start} to {end}", expected="0 < start < end"
        )
    return start, end
