"""The prices of `rates.yaml`, each with the region, the date and the confidence it has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import yaml

Confidence = Literal["verified", "documented", "unverified"]

MAXIMUM_AGE_MONTHS = 6
"""AWS changes prices rarely, but without asking."""


@dataclass(frozen=True)
class Rate:
    """`usd` for `per` units, by region."""

    name: str
    unit: str
    per: int
    usd: Mapping[str, float]
    source: str
    date: date
    confidence: Confidence

    def region_for(self, region: str) -> str:
        """Return the region whose price stands for one: itself, or the first that is known."""
        return region if region in self.usd else next(iter(self.usd))

    def cost(self, units: float, region: str) -> float:
        """Return US dollars for a number of units."""
        return units * self.usd[self.region_for(region)] / self.per


@dataclass(frozen=True)
class Assumption:
    """What has to be known for a price but is stated by nobody."""

    name: str
    value: float
    unit: str
    source: str
    date: date
    confidence: Confidence


@cache
def rates() -> Mapping[str, Rate]:
    """Return every rate by name."""
    return {name: Rate(name=name, **body) for name, body in _file()["rates"].items()}


@cache
def assumptions() -> Mapping[str, Assumption]:
    """Return every assumption by name."""
    return {name: Assumption(name=name, **body) for name, body in _file()["assumptions"].items()}


def oldest() -> date:
    """Return when the oldest of the rates was read."""
    return min(rate.date for rate in rates().values())


def _file() -> dict[str, Any]:
    text = (files("twin.cost") / "rates.yaml").read_text(encoding="utf-8")
    content: dict[str, Any] = yaml.safe_load(text)
    return content
