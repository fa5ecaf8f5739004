"""The data plane: values are written, computed, announced and read."""

from __future__ import annotations

import threading
from collections.abc import Callable

from twin_local.services.iotsitewise.batch_reads import BatchReads
from twin_local.services.iotsitewise.bulk_import.imports import Imports
from twin_local.services.iotsitewise.bulk_import.jobs import Jobs
from twin_local.services.iotsitewise.computations import Computations
from twin_local.services.iotsitewise.ingest import Ingest
from twin_local.services.iotsitewise.interpolation import Interpolation
from twin_local.services.iotsitewise.notifications import Publish, notify
from twin_local.services.iotsitewise.operations import Operations, joined
from twin_local.services.iotsitewise.query.queries import Queries
from twin_local.services.iotsitewise.reads import Reads
from twin_local.services.iotsitewise.registry import Registry
from twin_local.services.iotsitewise.series import Series
from twin_local.services.iotsitewise.series_index import SeriesIndex
from twin_local.services.iotsitewise.storage.configuration import StorageConfiguration
from twin_local.services.iotsitewise.storage.objects import Clients
from twin_local.services.iotsitewise.storage.upkeep import Upkeep
from twin_local.services.iotsitewise.store import Point, Store
from twin_local.services.iotsitewise.streams import Streams
from twin_local.services.iotsitewise.time_series import TimeSeries


class DataPlane:
    """Joins ingestion, reads, computations and notifications of one account and region."""

    def __init__(
        self,
        *,
        registry: Registry,
        store: Store,
        now: Callable[[], float],
        publish: Publish,
        clients: Clients,
        lock: threading.RLock,
    ) -> None:
        self._store, self._publish = store, publish
        self.index = SeriesIndex(registry)
        self.streams = Streams(registry=registry, index=self.index, store=store)
        self.storage = StorageConfiguration(store=store, now=now, clients=clients)
        self._reads = Reads(streams=self.streams, store=store, now=now)
        self._ingest = Ingest(
            streams=self.streams,
            store=store,
            now=now,
            policy=lambda: self.storage.tiers,
            on_stored=self.announce,
        )
        self.computations = Computations(index=self.index, store=store, now=now, emit=self._emit)
        time_series = TimeSeries(
            registry=registry, index=self.index, streams=self.streams, store=store
        )
        self.upkeep = Upkeep(
            configuration=self.storage,
            registry=registry,
            index=self.index,
            store=store,
            clients=clients,
        )
        imports = Imports(
            streams=self.streams,
            begins_streams=lambda: self.storage.tiers.takes_streams,
            store=store,
            now=now,
            clients=clients,
            on_stored=self.announce,
            lock=lock,
        )
        self.jobs = Jobs(configuration=self.storage, imports=imports, store=store, now=now)
        self._queries = Queries(
            registry=registry, index=self.index, store=store, now=now, lock=lock
        )
        self._operations = joined(
            self._ingest.operations(),
            self._reads.operations(),
            BatchReads(reads=self._reads, streams=self.streams, now=now).operations(),
            Interpolation(streams=self.streams, store=store, now=now).operations(),
            time_series.operations(),
            self.storage.operations(),
            self.jobs.operations(),
        )

    def operations(self) -> Operations:
        """Return the operations of the data plane that are served under the service's lock."""
        return self._operations

    def unlocked(self) -> Operations:
        """Return the operations that take the lock by themselves, and only for a while."""
        return self._queries.unlocked()

    def announce(self, series: Series, points: list[Point]) -> None:
        """Tell of new values that are stored: what is computed from them, and who listens.

        Who listens hears of them when they are committed, with all that was computed.
        """
        if series.notifies:
            self._store.after_commit(lambda: notify(self._publish, series, points))
        self.computations.on_points(series, points)

    def _emit(self, series: Series, points: list[Point]) -> None:
        self._store.put_points(series.key, points)
        self.announce(series, points)
