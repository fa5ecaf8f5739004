"""What one conversion used: recorded beside its derivatives, and no part of what they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class ConversionRun:
    """The run that wrote derivatives; another one would write the same bytes.

    `started_at` in seconds since 1970, `seconds` by the clock, `processor_seconds` of all its
    processes, `peak_mebibytes` of the largest; `vcpus` and `memory_mebibytes` are what it had.
    """

    started_at: float
    seconds: float
    processor_seconds: float
    peak_mebibytes: float
    vcpus: int
    memory_mebibytes: int

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON object."""
        return asdict(self)

    @classmethod
    def from_dict(cls, value: Mapping[str, Any]) -> ConversionRun:
        """Read what `to_dict` returned."""
        return cls(**{name: value[name] for name in cls.__dataclass_fields__})
