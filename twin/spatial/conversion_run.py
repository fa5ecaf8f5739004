"""What one conversion used: recorded beside its derivatives, and no part of what they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal, get_args

Service = Literal["function", "job", "hand"]
SERVICES: tuple[Service, ...] = get_args(Service)


@dataclass(frozen=True)
class Price:
    """What a second of a run costs in US dollars, by the price file of a date (ISO 8601).

    `service` is what runs it: a function of Lambda, a job of Batch, or somebody by hand.
    """

    service: Service
    usd_per_second: float
    prices_of: str


SELF_RUN = Price("hand", 0.0, "")
"""A run that nobody bills."""


@dataclass(frozen=True)
class ConversionRun:
    """The run that wrote derivatives; another one would write the same bytes.

    `started_at` in seconds since 1970, `seconds` by the clock, `processor_seconds` of all its
    processes, `peak_mebibytes` of the largest; `vcpus` and `memory_mebibytes` are what it had.
    `cost_usd` is of these seconds, without what passes before the first and after the last.
    """

    started_at: float
    seconds: float
    processor_seconds: float
    peak_mebibytes: float
    vcpus: int
    memory_mebibytes: int
    price: Price = SELF_RUN

    @property
    def cost_usd(self) -> float:
        """Return US dollars."""
        return self.seconds * self.price.usd_per_second

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON object."""
        return {**asdict(self), "cost_usd": self.cost_usd}

    @classmethod
    def from_dict(cls, value: Mapping[str, Any]) -> ConversionRun:
        """Read what `to_dict` returned."""
        numbers = {name: value[name] for name in cls.__dataclass_fields__ if name != "price"}
        return cls(**numbers, price=Price(**value["price"]))
