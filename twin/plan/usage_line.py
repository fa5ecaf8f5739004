"""One item that AWS bills by use."""

from __future__ import annotations

from dataclasses import dataclass

from twin.cost.rates import rates


@dataclass(frozen=True)
class UsageLine:
    """Units of one item a month; `usd` is None where no rate is known."""

    item: str
    per_month: float
    unit: str
    usd: float | None
    rate_region: str | None
    confidence: str | None
    note: str = ""


def priced(name: str, units: float, region: str, note: str = "") -> UsageLine:
    """Return units of an item of the price file, with what they cost in a region."""
    rate = rates()[name]
    return UsageLine(
        item=name,
        per_month=round(units, 3),
        unit=rate.unit,
        usd=rate.cost(units, region),
        rate_region=rate.region_for(region),
        confidence=rate.confidence,
        note=note,
    )
