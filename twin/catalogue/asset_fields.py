"""The fields of an asset that a caller may set, from the body of a request."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from twin.catalogue.asset import Asset
from twin.catalogue.box import BoundingBox
from twin.catalogue.identity import AssetId
from twin.catalogue.metadata_size import valid_metadata
from twin.catalogue.naming import invalid, valid_key, valid_tags, valid_text, valid_title

FRAMES = ("site", "wgs84")
LARGEST = 1e9
"""Of a coordinate: no site is larger, and single precision still tells metres apart there."""


def new_asset(database_id: str, body: Mapping[str, Any], *, by: str, now: float) -> Asset:
    """Return the asset that a body announces.

    Raises:
        CatalogueInvalid, MetadataInvalid: a field is not valid.
    """
    asset_id = AssetId(database_id, valid_key(body.get("asset_key"), "asset_key"))
    empty = empty_asset(asset_id, valid_title(body.get("title")), by=by, now=now)
    return changed_asset(empty, {**body, "title": empty.title})


def empty_asset(asset_id: AssetId, title: str, *, by: str, now: float) -> Asset:
    """Return an asset of which only the title is known."""
    return Asset(
        asset_id=asset_id,
        title=title,
        description="",
        asset_type="",
        tags=(),
        metadata={},
        aliases=(),
        box=None,
        version=0,
        revision=1,
        created_at=now,
        created_by=by,
        updated_at=now,
        updated_by=by,
    )


def changed_asset(asset: Asset, body: Mapping[str, Any]) -> Asset:
    """Return an asset with the fields that a body has; what it has not stays.

    Raises:
        CatalogueInvalid, MetadataInvalid: a field is not valid.
    """
    fields = {name: read(body[name]) for name, read in _READERS.items() if name in body}
    return replace(asset, **fields)


def valid_box(value: Any, where: str = "box") -> BoundingBox | None:  # noqa: ANN401 - any JSON
    """Return a box, or None for none.

    Raises:
        CatalogueInvalid: it has no frame, or no two corners in their order.
    """
    if value is None:
        return None
    if not isinstance(value, dict) or value.get("frame") not in FRAMES:
        raise invalid(where, f"frame ({' or '.join(FRAMES)}), minimum and maximum", value)
    low, high = _point(value.get("minimum"), where), _point(value.get("maximum"), where)
    if any(least > most for least, most in zip(low, high, strict=True)):
        raise invalid(where, "a minimum that is at most the maximum", value)
    if value["frame"] == "wgs84" and not _is_on_earth(low, high):
        raise invalid(where, "degrees east from -180 to 180, north from -90 to 90", value)
    return BoundingBox(value["frame"], low, high)


def valid_type(value: Any, where: str = "asset_type") -> str:  # noqa: ANN401 - any JSON
    """Return the type of an asset, empty for none.

    Raises:
        CatalogueInvalid: it is no key.
    """
    return "" if value == "" else valid_key(value, where)


def _point(value: Any, where: str) -> tuple[float, float, float]:  # noqa: ANN401 - any JSON
    if not isinstance(value, list) or len(value) != 3 or not all(map(_is_coordinate, value)):
        raise invalid(where, f"corners of 3 numbers from -{LARGEST:g} to {LARGEST:g}", value)
    return float(value[0]), float(value[1]), float(value[2])


def _is_coordinate(value: object) -> bool:
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return is_number and math.isfinite(value) and abs(value) <= LARGEST  # type: ignore[arg-type]


def _is_on_earth(low: tuple[float, float, float], high: tuple[float, float, float]) -> bool:
    east, north = max(abs(low[0]), abs(high[0])), max(abs(low[1]), abs(high[1]))
    return east <= 180 and north <= 90


def _title(value: Any) -> str:  # noqa: ANN401 - any JSON
    return valid_title(value)


def _description(value: Any) -> str:  # noqa: ANN401 - any JSON
    return valid_text(value, "description")


_READERS: dict[str, Callable[[Any], Any]] = {
    "title": _title,
    "description": _description,
    "asset_type": valid_type,
    "tags": valid_tags,
    "metadata": valid_metadata,
    "box": valid_box,
}
