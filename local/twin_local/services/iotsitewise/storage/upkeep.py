"""What happens to values by themselves: they go to the cold tier, and leave when they are old."""

from __future__ import annotations

import logging

from botocore.exceptions import ClientError

from twin_local.services.iotsitewise.registry import Registry
from twin_local.services.iotsitewise.series import Series
from twin_local.services.iotsitewise.series_index import SeriesIndex
from twin_local.services.iotsitewise.shapes import NANOSECONDS
from twin_local.services.iotsitewise.storage.cold_files import aggregates_file, raw_file
from twin_local.services.iotsitewise.storage.configuration import StorageConfiguration
from twin_local.services.iotsitewise.storage.layout import DAY_NS, data_key
from twin_local.services.iotsitewise.storage.metadata_files import metadata_files
from twin_local.services.iotsitewise.storage.objects import Bucket, Clients, bucket_of
from twin_local.services.iotsitewise.store import Store

LOG = logging.getLogger(__name__)
QUALITIES = ("BAD", "GOOD", "UNCERTAIN")
DAY_S = 86_400


class Upkeep:
    """Exports to the cold tier and applies retention."""

    def __init__(
        self,
        *,
        configuration: StorageConfiguration,
        registry: Registry,
        index: SeriesIndex,
        store: Store,
        clients: Clients,
    ) -> None:
        self._configuration, self._clients = configuration, clients
        self._registry, self._index, self._store = registry, index, store

    @property
    def is_needed(self) -> bool:
        """Return whether there is a cold tier or an end of retention."""
        tiers = self._configuration.tiers
        return tiers.cold is not None or tiers.kept_days is not None

    def run(self, now: float) -> int:
        """Do all that is due; return how many files were written.

        Where the bucket cannot be written, the values stay and are exported the next time.
        """
        written = 0
        if cold := self._configuration.tiers.cold:
            try:
                written = self._export(
                    bucket_of(self._clients, cold["s3ResourceArn"], cold["roleArn"]), now
                )
            except (ClientError, LookupError) as error:
                LOG.warning("values could not be exported to the cold tier: %s", error)
        with self._store.transaction():
            self._retain(now)
        return written

    def _export(self, bucket: Bucket, now: float) -> int:
        written = 0
        series = {one.key: one for one in self._index.all()}
        for key, day in self._store.unexported():
            files = self._files(series.get(key), day, now)
            for name, body in files.items():
                bucket.put(name, body)
            written += len(files)
            with self._store.transaction():  # values that came meanwhile keep their note
                if self._files(series.get(key), day, now) == files:
                    self._store.exported(key, day)
        for name, text in metadata_files(self._registry) if written else ():
            bucket.put(name, text.encode())
            written += 1
        return written

    def _files(self, series: Series | None, day: int, now: float) -> dict[str, bytes]:
        """Return the files of a day by key; none of a series that is no property's."""
        files: dict[str, bytes] = {}
        if series is None:
            return files
        for quality in QUALITIES:
            for kind, file in (("raw", raw_file), ("agg", aggregates_file)):
                body = file(self._store, series, day, quality, version=int(now))
                if body is not None:
                    files[data_key(kind, series.key, day, quality)] = body
        return files

    def _retain(self, now: float) -> None:
        days = self._configuration.tiers.kept_days
        if days is None:
            return
        before_ns = int((now - days * DAY_S) * NANOSECONDS)
        waiting: dict[str, int] = {}
        if self._configuration.tiers.cold:
            for key, day in self._store.unexported():
                waiting[key] = min(day, waiting.get(key, day))
        for key in self._store.series():
            kept_ns = waiting[key] * DAY_NS if key in waiting else before_ns
            self._store.cut(key, min(before_ns, kept_ns))
