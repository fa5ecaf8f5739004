"""Bring back the state that a folder holds, and keep it there from now on."""

from __future__ import annotations

from pathlib import Path

from twin_local.server.context import BODIES_FOLDER, STATE_FOLDER
from twin_local.server.persistence.blobs import BlobStore, install
from twin_local.server.persistence.changes.dynamodb import ItemChanges
from twin_local.server.persistence.changes.object_store import ObjectChanges
from twin_local.server.persistence.changes.time_series import ValueChanges
from twin_local.server.persistence.durability import Durability
from twin_local.server.persistence.journal import FILE_NAME, Journal
from twin_local.server.persistence.keeper import StateKeeper
from twin_local.server.persistence.manifest import is_checkpointed
from twin_local.server.persistence.snapshots import SnapshotFolder


def restored(state_dir: Path, account: str) -> Durability:
    """Restore snapshots and journal into the services of this process; return what keeps them.

    Raises:
        TwinError: what is there cannot be read.
    """
    blobs = BlobStore(state_dir / BODIES_FOLDER)
    install(blobs)
    folder = SnapshotFolder(state_dir / STATE_FOLDER)
    values = ValueChanges(checkpointed=lambda: is_checkpointed(state_dir))
    changes = (ItemChanges(), ObjectChanges(blobs), values)
    journal = Journal(state_dir / FILE_NAME)
    keeper = StateKeeper(
        folder,
        blobs,
        journal,
        journaled=frozenset(one.backend for one in changes) - {values.backend},
        checkpointed=values.checkpointed,
        until_deployed=frozenset({values.backend}),
    )
    durability = Durability(account, keeper, journal, changes)
    is_restored = folder.restore()
    durability.replay(folder.positions)
    if is_restored:
        blobs.collect()
    return durability
