"""An index that goes along with the table: a search finds what was written before it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from catalogue_runtime.asset_batch import find_assets
from catalogue_runtime.store import CatalogueStore
from search_runtime.feed import changes_from
from twin.catalogue.change import Change
from twin.catalogue.history import asset_subject
from twin.catalogue.identity import AssetId
from twin.catalogue.search.document import SearchDocument
from twin.catalogue.search.engine import SearchEngine
from twin.catalogue.search.errors import SearchBehind

PUBLISHED, DELETED, PURGED = "publishFile", "deleteFile", "purgeAsset"
"""Changes that bring a file into an asset, take one out, or remove all of them."""


@dataclass
class Follower:
    """Applies changes to an engine, each once, in the order of time.

    `watermark` is the time of the last change applied; the feed is read again from `overlap_s`
    before it, for changes that came late. It covers the longest request that writes and the delay
    of the table's index. Applying a change twice does no harm.
    """

    store: CatalogueStore
    engine: SearchEngine
    watermark: float
    overlap_s: float
    _seen: dict[str, float] = field(default_factory=dict)

    def catch_up(self, until: float) -> int:
        """Apply what has changed, until `time.monotonic()` is `until`; return how many changes.

        Raises:
            SearchBehind: the time is over. What was applied stays; the next call goes on.
        """
        applied = 0
        for page in changes_from(self.store, self.watermark - self.overlap_s):
            fresh = [change for change in page if change.change_id not in self._seen]
            if fresh and applied and time.monotonic() > until:
                raise SearchBehind(
                    "more has changed than could be read in time",
                    found=f"{applied} changes read, up to {self.watermark:.0f} s since 1970",
                    expected="the same request again",
                )
            self._apply(fresh)
            applied += len(fresh)
        self._forget()
        return applied

    def _apply(self, changes: Sequence[Change]) -> None:
        touched = _by_asset(changes)
        if touched:
            found = find_assets(self.store, touched)
            documents = [
                SearchDocument(asset, self._paths(asset_id, touched[asset_id]))
                for asset_id, asset in found.items()
            ]
            self.engine.apply(documents, touched.keys() - found.keys())
        for change in changes:
            self._seen[change.change_id] = change.at
            # A writer whose clock is ahead must not hide what others write.
            self.watermark = max(self.watermark, min(change.at, time.time()))

    def _paths(self, asset_id: AssetId, changes: Sequence[Change]) -> tuple[str, ...]:
        known = self.engine.document(asset_id)
        paths = dict.fromkeys(known.paths if known else ())
        for change in changes:
            if change.action == PUBLISHED:
                paths[change.details["path"]] = None
            elif change.action == DELETED:
                paths.pop(change.details["path"], None)
            elif change.action == PURGED:
                paths.clear()
        return tuple(paths)

    def _forget(self) -> None:
        oldest = self.watermark - self.overlap_s
        self._seen = {name: at for name, at in self._seen.items() if at >= oldest}


def _by_asset(changes: Sequence[Change]) -> dict[AssetId, list[Change]]:
    found: dict[AssetId, list[Change]] = {}
    prefix, _, _ = asset_subject(AssetId("", "")).partition("/")
    for change in changes:
        if change.subject.startswith(prefix):
            database_id, _, asset_key = change.subject.removeprefix(prefix).partition("/")
            found.setdefault(AssetId(database_id, asset_key), []).append(change)
    return found
