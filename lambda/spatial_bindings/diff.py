"""What differs between two versions of an asset, part by part."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from bindings_runtime.part_files import PartFiles
from bindings_runtime.services import part_files, store
from catalogue_runtime.access import permitted_asset
from spatial_bindings.pages import page_of
from spatial_bindings.views import candidate_body
from twin.catalogue.version import FileEntry
from twin.spatial.parts.comparison import OUTCOMES, PartChange, compare
from twin.spatial.parts.moves import Tolerance
from twin.spatial.parts.part import PartTree
from twin_runtime import clients
from twin_runtime.errors import QueryInvalid
from twin_runtime.http import Body, Request
from twin_runtime.settings import setting

CACHED_PARTS = 500
"""From this number of parts on a comparison is kept: pages of it read what the first one made."""

Row = dict[str, Any]


def diff_asset(request: Request) -> Body:
    """Answer one page of the parts that differ, with totals of all parts."""
    asset = permitted_asset(request, store())
    old, new = request.integer("from"), request.integer("to")
    files = part_files(asset.asset_id)
    before, after = files.of_version(old), files.of_version(new)
    tolerance = Tolerance(
        request.number("tolerance_mm", default=0.1) / 1000,
        request.number("tolerance_degrees", default=0.01),
    )
    path = request.one("path")
    paths = sorted(before.keys() | after.keys()) if path is None else [path]
    if path is not None and path not in before and path not in after:
        raise QueryInvalid("neither version has the file", found=ascii(path)[:160], where="path")
    rows = [
        row
        for one in paths
        for row in _rows(files, one, before.get(one), after.get(one), tolerance)
    ]
    totals = Counter(row["outcomes"][0] for row in rows)
    changed = [row for row in rows if row["outcomes"] != ["same"]]
    question = {"asset": str(asset.asset_id), "diff": f"{old}-{new}", "path": path}
    page, token = page_of(request, changed, {**question, "tolerance": repr(tolerance)})
    return {
        "from": old,
        "to": new,
        "totals": {outcome: totals[outcome] for outcome in OUTCOMES},
        "volume_delta_cubic_metres": sum(
            row["volume_delta_cubic_metres"] for row in rows if not row["is_assembly"]
        ),
        "parts": list(page),
        "next_token": token,
    }


def _rows(
    files: PartFiles,
    path: str,
    before: FileEntry | None,
    after: FileEntry | None,
    tolerance: Tolerance,
) -> list[Row]:
    """Return every part of a file in one of both versions; none where it has no parts."""
    old = files.assembly_file(before.path, before.number) if before else None
    new = files.assembly_file(after.path, after.number) if after else None
    if old is None and new is None:
        return []
    made_of = [path, old.sha256 if old else "", new.sha256 if new else "", asdict(tolerance)]
    digest = hashlib.sha256(json.dumps(made_of).encode()).hexdigest()
    key = f"diffs/{files.asset_id}/{digest}.json"
    kept = files.storage.read_json(key)
    if kept is not None:
        rows: list[Row] = kept
        return rows
    comparison = compare(_tree(files, before), _tree(files, after), tolerance)
    rows = [_row(path, change) for change in comparison.changes]
    if len(rows) >= CACHED_PARTS:
        clients.s3().put_object(
            Bucket=setting("ASSETS_BUCKET"),
            Key=key,
            Body=json.dumps(rows, separators=(",", ":")).encode(),
            ContentType="application/json",
        )
    return rows


def _tree(files: PartFiles, file: FileEntry | None) -> PartTree:
    tree = files.tree(file.path, file.number) if file else None
    return tree or PartTree(())


def _row(path: str, change: PartChange) -> Row:
    return {
        "path": path,
        "outcomes": list(change.outcomes),
        "old_node_id": change.old,
        "new_node_id": change.new,
        "score": change.score,
        "reasons": list(change.reasons),
        "candidates": [candidate_body(one) for one in change.candidates],
        "move": _move(change),
        "volume_delta_cubic_metres": change.volume_delta,
        "area_delta_square_metres": change.area_delta,
        "old_box": _box(change.old_box),
        "new_box": _box(change.new_box),
        "is_assembly": change.is_assembly,
    }


def _move(change: PartChange) -> Mapping[str, Any] | None:
    move = change.move
    return None if move is None else {**asdict(move), "offset_metres": list(move.offset_metres)}


def _box(box: Any) -> Mapping[str, Any] | None:  # noqa: ANN401 - a box or None
    return None if box is None else {"minimum": list(box.minimum), "maximum": list(box.maximum)}
