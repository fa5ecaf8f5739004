"""Make the next snapshot of the index: from the last one and the changes since, or from nothing."""

from __future__ import annotations

import itertools
import time
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypedDict

from catalogue_runtime.store import CatalogueStore
from search_runtime.feed import is_changed_after
from search_runtime.follower import Follower
from search_runtime.pointer import Snapshot, move_pointer, read_pointer
from search_runtime.snapshots import PREFIX, SPARE_BYTES, SnapshotStore, require_space
from search_runtime.walk import walk
from search_runtime.workspace import Workspace
from twin.catalogue.search.errors import SnapshotBroken, SnapshotMissing
from twin.catalogue.search.sqlite.engine import SqliteEngine
from twin.catalogue.search.sqlite.schema import FORMAT
from twin_runtime.logging import logger

OVERLAP_SECONDS = 900.0
"""Read again before the last change: what came later than searches look back is found here."""

RENEW_SECONDS = 24 * 3600.0
"""A snapshot is made anew before the bucket's lifecycle removes it."""

BATCH = 500


class Report(TypedDict):
    """What a run did."""

    state: Literal["unchanged", "followed", "walked"]
    key: str
    assets: int
    size_bytes: int
    watermark: float


@dataclass(frozen=True)
class Indexer:
    """Makes snapshots; `until`, of `time.monotonic()`, bounds the reading of changes."""

    store: CatalogueStore
    snapshots: SnapshotStore
    until: float

    def run(self, *, rebuild: bool) -> Report:
        """Make a snapshot if one is due, or from nothing where that is asked for.

        A snapshot that is missing, broken or of another format is replaced by one from nothing.

        Raises:
            SnapshotConflict: another run was faster; its snapshot counts.
            SnapshotTooLarge: there is no place for it.
            SearchBehind: more has changed than could be read in time.
        """
        before = read_pointer(self.store)
        if before is not None and not rebuild and not self._is_due(before):
            return _report("unchanged", before)
        workspace = Workspace()
        try:
            followed = None if rebuild else self._followed(before, workspace.folder)
            engine, follower, walked_at = followed or self._walked(workspace.folder)
            after = self._store(engine, follower, walked_at, before, workspace.folder)
            move_pointer(self.store, after)
        finally:
            workspace.close()
        return _report("followed" if followed else "walked", after)

    def _is_due(self, snapshot: Snapshot) -> bool:
        """Tell whether something changed, or may come late, or the snapshot would go or is gone."""
        return (
            snapshot.index_format != FORMAT
            or time.time() - snapshot.built_at > RENEW_SECONDS
            or snapshot.built_at <= snapshot.watermark + OVERLAP_SECONDS
            or is_changed_after(self.store, snapshot.watermark)
            or not self.snapshots.is_there(snapshot)
        )

    def _followed(
        self, before: Snapshot | None, folder: Path
    ) -> tuple[SqliteEngine, Follower, float] | None:
        if before is None or before.index_format != FORMAT:
            return None
        path = folder / "before"
        try:
            self.snapshots.fetch(before, path)
            engine = SqliteEngine(path)
        except (SnapshotMissing, SnapshotBroken) as error:
            logger().error("the snapshot is no use", extra={"error": error.to_dict()})
            return None
        follower = Follower(self.store, engine, before.watermark, OVERLAP_SECONDS)
        follower.catch_up(self.until)
        return engine, follower, before.walked_at

    def _walked(self, folder: Path) -> tuple[SqliteEngine, Follower, float]:
        started = time.time()
        engine = SqliteEngine(folder / "walked", is_new=True)
        documents = walk(self.store)
        while batch := list(itertools.islice(documents, BATCH)):
            engine.apply(batch, [])
        # What changed during the walk may have been seen before or after.
        follower = Follower(self.store, engine, started, OVERLAP_SECONDS)
        follower.catch_up(self.until)
        return engine, follower, started

    def _store(
        self,
        engine: SqliteEngine,
        follower: Follower,
        walked_at: float,
        before: Snapshot | None,
        folder: Path,
    ) -> Snapshot:
        path, built_at = folder / "snapshot", time.time()
        require_space(folder, engine.size_bytes() + SPARE_BYTES)
        engine.save_to(path)
        assets = engine.count()
        engine.close()
        key = f"{PREFIX}{int(built_at)}-{uuid.uuid4().hex}.sqlite"
        size, sha256 = self.snapshots.store(path, key)
        return Snapshot(
            key=key,
            size_bytes=size,
            sha256=sha256,
            watermark=follower.watermark,
            built_at=built_at,
            walked_at=walked_at,
            assets=assets,
            index_format=FORMAT,
            revision=1 if before is None else before.revision + 1,
        )


def _report(state: Literal["unchanged", "followed", "walked"], snapshot: Snapshot) -> Report:
    return {
        "state": state,
        "key": snapshot.key,
        "assets": snapshot.assets,
        "size_bytes": snapshot.size_bytes,
        "watermark": snapshot.watermark,
    }
