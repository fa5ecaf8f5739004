"""Called when a version is published or kept: bindings follow the asset to its newest one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bindings_runtime.services import binding_store, part_files, store
from twin.binding.binding_set import BindingSet
from twin.binding.events import MOST_NAMED, BindingReviewNeeded, BindingsCarried
from twin.binding.rebinding import NewVersion, rebind
from twin.catalogue.history import SYSTEM
from twin.catalogue.identity import AssetId
from twin_runtime.events import put_event
from twin_runtime.logging import logger


def handler(event: Mapping[str, Any], _context: object) -> None:
    """Carry the bindings of the asset over; doing it twice, or late, changes nothing.

    A `BindingsConflict` is raised: EventBridge calls again.
    """
    detail = event["detail"]
    asset_id = AssetId(detail["database_id"], detail["asset_key"])
    asset, bindings = store().find_asset(asset_id), binding_store()
    current = bindings.current(asset_id)
    if asset is None or asset.is_deleted or not current.bindings:
        return
    if current.version < asset.version:
        files = part_files(asset_id)
        new = NewVersion(asset.version, files.of_version(asset.version), files.tree)
        following = rebind(current, new, files.entry).bindings
        details = {"version": str(asset.version)}
        current = bindings.commit(
            asset_id, current, following, author=SYSTEM, action="rebind", details=details
        )
    # Told again where only the telling failed the last time.
    _tell(asset_id, current)


def _tell(asset_id: AssetId, current: BindingSet) -> None:
    queued = tuple(one.binding_id for one in current.bindings if one.state == "review")
    where = (asset_id.database_id, asset_id.asset_key, current.version, current.revision)
    carried = BindingsCarried(*where, len(current.bindings) - len(queued), len(queued))
    put_event(carried)
    if queued:
        put_event(BindingReviewNeeded(*where, len(queued), queued[:MOST_NAMED]))
    logger().info("bindings follow", extra={"bindings": carried.to_detail()})
