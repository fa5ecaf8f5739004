"""What a size check finds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Excess:
    """A resource that AWS would refuse for its size.

    `rule` names the limit, `logical_id` and `property_path` say where in the template, `advice`
    what to change. `size` and `limit` are in `unit`.
    """

    rule: str
    logical_id: str
    property_path: str
    what: str
    size: int
    limit: int
    unit: str
    advice: str

    @property
    def message(self) -> str:
        """Return the finding as the report of the synth shows it."""
        return (
            f"{self.logical_id}: {self.what}: about {self.size:,} {self.unit},"
            f" AWS takes {self.limit:,}"
        )
