"""An event on the site's EventBridge bus; `twin.api.events` lists every kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Protocol


class Event(Protocol):
    """One event; its kind is told by `source` and `detail_type`."""

    source: ClassVar[str]
    detail_type: ClassVar[str]

    def to_detail(self) -> Mapping[str, Any]:
        """Return the `detail`."""
        ...
