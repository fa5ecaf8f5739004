"""Assets that tests search for."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from twin.catalogue.asset import Asset
from twin.catalogue.identity import AssetId
from twin.catalogue.search.document import SearchDocument


def asset(key: str, *, database: str = "site", **fields: Any) -> Asset:  # noqa: ANN401 - of Asset
    plain = Asset(
        asset_id=AssetId(database, key),
        title=key,
        description="",
        asset_type="",
        tags=(),
        metadata={},
        aliases=(),
        box=None,
        version=1,
        revision=1,
        created_at=1.0,
        created_by="ana",
        updated_at=1.0,
        updated_by="ana",
    )
    return replace(plain, **fields)


def pump(key: str, *paths: str, **fields: Any) -> SearchDocument:  # noqa: ANN401 - of Asset
    return SearchDocument(asset(key, **{"title": f"Pump {key}", **fields}), paths)
