"""Assets into a folder in the exchange layout: `<asset key>/<path>` and one export document."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from twin.catalogue.exchange.document import (
    PARENT,
    RELATED,
    Exchange,
    ExchangeAsset,
    ExchangeLink,
)
from twin_local.cli.client import ApiClient, Json
from twin_local.cli.transfer.remote_asset import RemoteAsset
from twin_local.cli.transfer.version_download import VersionDownload

DOCUMENT = "export.json"
KINDS = {"child": PARENT, "related": RELATED}


@dataclass(frozen=True)
class ExchangeExport:
    """One export of assets of one database; running it again brings only what differs."""

    client: ApiClient
    folder: Path
    database_id: str

    def run(self, asset_keys: list[str]) -> Exchange:
        """Bring the newest versions of assets, and write the document last."""
        self.folder.mkdir(parents=True, exist_ok=True)
        assets = tuple(self._asset(key) for key in asset_keys)
        links = {
            (link.kind, *sorted((link.parent_id, link.child_id)))
            if link.kind == RELATED
            else (link.kind, link.parent_id, link.child_id): link
            for key in asset_keys
            for link in self._links(key, set(asset_keys))
        }
        exchange = Exchange(assets, tuple(links.values()))
        text = json.dumps(exchange.to_document(), indent=2, ensure_ascii=False)
        new = self.folder / f"{DOCUMENT}.new"
        new.write_text(text, encoding="utf-8")
        new.replace(self.folder / DOCUMENT)
        return exchange

    def all_keys(self) -> list[str]:
        """Return the keys of all assets of the database."""
        pages = self.client.pages(f"/databases/{self.database_id}/assets", "assets", {"limit": 200})
        return [asset["asset_key"] for asset in pages]

    def _asset(self, asset_key: str) -> ExchangeAsset:
        remote = RemoteAsset(self.client, self.database_id, asset_key)
        found = self.client.call("getAsset", remote.path)
        files = self._files(remote, found["version"])
        return ExchangeAsset(
            original_id=asset_key,
            original_database=self.database_id,
            title=found["title"],
            description=found["description"],
            asset_type=found["asset_type"],
            tags=tuple(found["tags"]),
            metadata=found["metadata"],
            version=found["version"],
            files=tuple((file["path"], int(file["size_bytes"])) for file in files),
        )

    def _files(self, remote: RemoteAsset, version: int) -> list[Json]:
        if version == 0:
            return []
        files = remote.version_files(version)
        VersionDownload(remote, self.folder / remote.asset_key).run(files)
        return files

    def _links(self, asset_key: str, exported: set[str]) -> list[ExchangeLink]:
        place = f"/databases/{self.database_id}/assets/{asset_key}/links"
        return [
            ExchangeLink(KINDS[link["kind"]], asset_key, link["asset_key"], link["metadata"])
            for link in self.client.pages(place, "links")
            if link["kind"] in KINDS
            and link["database_id"] == self.database_id
            and link["asset_key"] in exported
        ]
