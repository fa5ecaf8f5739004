"""Names of things in the catalogue."""

from __future__ import annotations

from dataclasses import dataclass

SITE_DATABASE = "site"
"""The database that every site has from the beginning; the models of its scene are in it."""


@dataclass(frozen=True, order=True)
class AssetId:
    """An asset: its key is unique in its database."""

    database_id: str
    asset_key: str

    def __str__(self) -> str:
        return f"{self.database_id}/{self.asset_key}"
