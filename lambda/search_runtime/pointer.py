"""Which snapshot of the index counts: one item of the catalogue table.

It is moved on the condition that nobody else moved it; a run that dies before leaves an object that
nothing names and that expires.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

from catalogue_runtime.keys import key
from catalogue_runtime.store import CatalogueStore
from catalogue_runtime.writes import ABSENT, Condition, at_revision, is_revision, put
from twin.catalogue.search.errors import SnapshotConflict

KEY = key("search#head", "search")


@dataclass(frozen=True)
class Snapshot:
    """A stored index. Times are UTC seconds since 1970; `sha256` is in hexadecimal.

    It knows every change up to `watermark`, was stored at `built_at`, and goes back to a walk of
    the whole catalogue at `walked_at`. `revision` counts from 1.
    """

    key: str
    size_bytes: int
    sha256: str
    watermark: float
    built_at: float
    walked_at: float
    assets: int
    index_format: str
    revision: int


def read_pointer(store: CatalogueStore) -> Snapshot | None:
    """Return the snapshot that counts, None before the first."""
    record = store.read(KEY)
    return None if record is None else Snapshot(**record)


def move_pointer(store: CatalogueStore, snapshot: Snapshot) -> None:
    """Let a snapshot count, after the one of the revision before.

    Raises:
        SnapshotConflict: another one came first.
    """
    before = snapshot.revision - 1
    refusal = SnapshotConflict(
        "another run stored a snapshot at the same moment",
        expected=f"revision {before} of the pointer",
        where=snapshot.key,
    )
    condition = is_revision(before, refusal) if before else Condition(ABSENT, refusal=refusal)
    more = at_revision(snapshot.revision)
    store.transact([put(KEY, asdict(snapshot), more=more, condition=condition)])
