"""What is told when bindings follow a new version of their asset."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, ClassVar

SOURCE = "twin.spatial"
MOST_NAMED = 100
"""Ids that one event names: an event of EventBridge has at most 256 KB."""


@dataclass(frozen=True)
class BindingsCarried:
    """The bindings of an asset are for a new version now: `carried` + `queued` is all of them."""

    source: ClassVar[str] = SOURCE
    detail_type: ClassVar[str] = "BindingsCarried"

    database_id: str
    asset_key: str
    version: int
    revision: int
    carried: int
    queued: int

    def to_detail(self) -> dict[str, Any]:
        """Return the `detail` of the EventBridge event."""
        return asdict(self)


@dataclass(frozen=True)
class BindingReviewNeeded:
    """A person must decide on bindings; `binding_ids` names the first hundred of `queued`."""

    source: ClassVar[str] = SOURCE
    detail_type: ClassVar[str] = "BindingReviewNeeded"

    database_id: str
    asset_key: str
    version: int
    revision: int
    queued: int
    binding_ids: tuple[str, ...]

    def to_detail(self) -> dict[str, Any]:
        """Return the `detail` of the EventBridge event."""
        return {**asdict(self), "binding_ids": list(self.binding_ids)}
