"""The data plane: values are written, computed, announced and read."""

from __future__ import annotations

from collections.abc import Callable

from twin_local.services.iotsitewise.computations import Computations
from twin_local.services.iotsitewise.ingest import Ingest
from twin_local.services.iotsitewise.notifications import Publish, notify
from twin_local.services.iotsitewise.operations import Operations, joined
from twin_local.services.iotsitewise.reads import Reads
from twin_local.services.iotsitewise.registry import Registry
from twin_local.services.iotsitewise.series import Series, SeriesIndex
from twin_local.services.iotsitewise.store import Json, Point, Store


class DataPlane:
    """Joins ingestion, reads, computations and notifications of one account and region."""

    def __init__(
        self, *, registry: Registry, store: Store, now: Callable[[], float], publish: Publish
    ) -> None:
        self._store, self._publish = store, publish
        self.index = SeriesIndex(registry)
        self._reads = Reads(index=self.index, store=store, now=now)
        self._ingest = Ingest(index=self.index, store=store, now=now, on_stored=self._announce)
        self.computations = Computations(index=self.index, store=store, now=now, emit=self._emit)

    def operations(self) -> Operations:
        """Return the operations of the data plane."""
        return joined(self._ingest.operations(), self._reads.operations())

    def latest_by_name(self, asset_id: str, name: str) -> Json | None:
        """Return the latest value of an asset's property as a variant.

        Raises:
            LookupError: there is no such asset or property.
        """
        for series in self.index.all():
            if (series.asset_id, series.name) == (asset_id, name):
                answer = self._reads.latest(
                    {"asset_id": asset_id, "property_id": series.property_id}
                )
                found: Json | None = answer.get("propertyValue", {}).get("value")
                return found
        raise LookupError(f"{asset_id} has no property {name}")

    def _emit(self, series: Series, points: list[Point]) -> None:
        self._store.put_points(series.key, points)
        self._announce(series, points)

    def _announce(self, series: Series, points: list[Point]) -> None:
        notify(self._publish, series, points)
        self.computations.on_points(series, points)
