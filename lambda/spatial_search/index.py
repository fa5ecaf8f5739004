"""The index of this process: a snapshot, and every change since."""

from __future__ import annotations

import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from catalogue_runtime.store import CatalogueStore
from search_runtime.follower import Follower
from search_runtime.pointer import Snapshot, read_pointer
from search_runtime.snapshots import SnapshotStore
from search_runtime.workspace import Workspace
from twin.catalogue.search.engine import SearchEngine
from twin.catalogue.search.errors import SnapshotBroken, SnapshotMissing
from twin.catalogue.search.sqlite.engine import SqliteEngine
from twin.catalogue.search.sqlite.schema import FORMAT, check_sqlite
from twin_runtime import clients
from twin_runtime.logging import logger
from twin_runtime.settings import setting

OVERLAP_SECONDS = 60.0
"""A request that writes takes up to 29 seconds; the table's index follows within one or two."""

LONGEST_SECONDS = 20.0
"""Of reading changes in one request, of the 29 that API Gateway waits."""

LOOK_SECONDS = 60.0
"""How often the pointer is looked at, for a snapshot that was made from nothing again."""


class Index:
    """Opens the index and keeps it with the table; one request at a time."""

    def __init__(self) -> None:
        check_sqlite()
        self._store = CatalogueStore(clients.dynamodb(), setting("CATALOG_TABLE"))
        self._snapshots = SnapshotStore(clients.s3(), setting("ASSETS_BUCKET"))
        self._opened = self._open(read_pointer(self._store))
        self._next_look = time.monotonic() + LOOK_SECONDS

    def current(self) -> SearchEngine:
        """Return the engine with all that was written before this call.

        Raises:
            SearchBehind: that is more than one request can read; the next one goes on.
        """
        self._look()
        self._opened.follower.catch_up(time.monotonic() + LONGEST_SECONDS)
        return self._opened.engine

    def close(self) -> None:
        """Let go of the files; a process that ends does so by itself."""
        self._opened.close()

    def _look(self) -> None:
        """Take a snapshot that another walk of the catalogue made, once in a while."""
        if time.monotonic() < self._next_look:
            return
        self._next_look = time.monotonic() + LOOK_SECONDS
        snapshot = read_pointer(self._store)
        if snapshot is not None and snapshot.walked_at > self._opened.walked_at:
            opened = self._open(snapshot)
            self._opened.close()
            self._opened = opened

    def _open(self, snapshot: Snapshot | None) -> _Opened:
        workspace = Workspace()
        with ExitStack() as failing:
            failing.callback(workspace.close)
            engine, watermark = self._engine_of(snapshot, workspace.folder)
            failing.pop_all()
        follower = Follower(self._store, engine, watermark, OVERLAP_SECONDS)
        return _Opened(workspace, engine, follower, snapshot.walked_at if snapshot else 0.0)

    def _engine_of(self, snapshot: Snapshot | None, folder: Path) -> tuple[SqliteEngine, float]:
        """Return a snapshot and the time to follow from; without one, an empty index and time 0."""
        if snapshot is not None and snapshot.index_format == FORMAT:
            path = folder / "snapshot"
            try:
                self._snapshots.fetch(snapshot, path)
                return SqliteEngine(path), snapshot.watermark
            except (SnapshotMissing, SnapshotBroken) as error:
                # The feed of changes has everything; spatial_index will make a new snapshot.
                logger().error("the snapshot is no use", extra={"error": error.to_dict()})
        return SqliteEngine(folder / "index", is_new=True), 0.0


@dataclass(frozen=True)
class _Opened:
    workspace: Workspace
    engine: SqliteEngine
    follower: Follower
    walked_at: float

    def close(self) -> None:
        self.engine.close()
        self.workspace.close()
