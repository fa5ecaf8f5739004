"""Assets out of a folder in the exchange layout: `<asset id>/<path>` and export documents."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from twin.catalogue.exchange.document import (
    PARENT,
    RELATED,
    Exchange,
    ExchangeAsset,
    ExchangeInvalid,
    ExchangeLink,
)
from twin.errors import TwinError
from twin_local.cli.client import ApiClient, Json
from twin_local.cli.transfer.address_cache import AddressCache
from twin_local.cli.transfer.folder_plan import sync_plan
from twin_local.cli.transfer.folder_sync import FolderSync, SyncResult
from twin_local.cli.transfer.local_files import local_files
from twin_local.cli.transfer.remote_asset import RemoteAsset

FIELDS = ("title", "description", "asset_type", "tags", "metadata")
KINDS = {PARENT: "child", RELATED: "related"}
"""What the child of a relation is to the parent."""


@dataclass
class ImportReport:
    """What became of the assets and links of an exchange: each is in exactly one list."""

    imported: list[Json] = field(default_factory=list)
    archived: list[str] = field(default_factory=list)
    links: int = 0
    links_outside: list[Json] = field(default_factory=list)
    refused: list[Json] = field(default_factory=list)


@dataclass(frozen=True)
class ExchangeImport:
    """One import into one database; running it again brings only what differs."""

    client: ApiClient
    folder: Path
    database_id: str
    timeout_seconds: float

    def run(self) -> ImportReport:
        """Import every asset that is not archived, then the links between them.

        Raises:
            ExchangeInvalid: there is no document, or one that is not readable.
        """
        exchange, report = read_exchange(self.folder), ImportReport()
        keys: dict[str, str] = {}
        for asset in exchange.assets:
            if asset.is_archived:
                report.archived.append(asset.original_id)
                continue
            try:
                report.imported.append(self._asset(asset))
                keys[asset.original_id] = asset.asset_key
            except TwinError as error:
                report.refused.append({"asset": asset.original_id, **error.to_dict()})
        for link in exchange.links:
            self._link(link, keys, report)
        return report

    def _asset(self, asset: ExchangeAsset) -> Json:
        remote = RemoteAsset(self.client, self.database_id, asset.asset_key)
        self._describe(remote, asset)
        folder = self.folder / asset.original_id
        result = self._files(remote, folder) if folder.is_dir() else None
        return {
            "asset": asset.original_id,
            "asset_key": asset.asset_key,
            **(result.body() if result else {"sent": [], "refused": []}),
        }

    def _describe(self, remote: RemoteAsset, asset: ExchangeAsset) -> None:
        fields = {name: _json(getattr(asset, name)) for name in FIELDS}
        found = remote.find()
        if found is None:
            body = {"asset_key": asset.asset_key, **fields}
            found = self.client.call("createAsset", {"database_id": self.database_id}, body=body)
        elif any(found[name] != _sorted(name, fields[name]) for name in FIELDS):
            headers = {"if-match": f'"{found["revision"]}"'}
            self.client.call("updateAsset", remote.path, body=fields, headers=headers)
        if asset.original_id not in (asset.asset_key, *found["aliases"]):
            self.client.call("addAlias", remote.path, body={"alias": asset.original_id})

    def _files(self, remote: RemoteAsset, folder: Path) -> SyncResult:
        files, cache = local_files(folder, ()), AddressCache(folder)
        addresses = {path: cache.address(file) for path, file in files.found.items()}
        cache.save()
        plan = sync_plan(addresses, remote.addresses())
        result = SyncResult(plan, files.ignored, refused=dict(files.refused))
        run = FolderSync(remote, files.found, self.timeout_seconds)
        run.run(result, remove=False, comment="import", told=lambda _path: None)
        return result

    def _link(self, link: ExchangeLink, keys: dict[str, str], report: ImportReport) -> None:
        ends = {"kind": link.kind, "parent": link.parent_id, "child": link.child_id}
        if link.kind not in KINDS or link.parent_id not in keys or link.child_id not in keys:
            report.links_outside.append(ends)
            return
        path = {"database_id": self.database_id, "asset_key": keys[link.parent_id]}
        body = {
            "kind": KINDS[link.kind],
            "database_id": self.database_id,
            "asset_key": keys[link.child_id],
            "metadata": dict(link.metadata),
        }
        try:
            self.client.call("createLink", path, body=body)
            report.links += 1
        except TwinError as error:
            report.refused.append({**ends, **error.to_dict()})


def read_exchange(folder: Path) -> Exchange:
    """Return what the documents of a folder say.

    Raises:
        ExchangeInvalid: there are none, or one is not readable.
    """
    documents = list(_documents(folder))
    if not documents:
        raise ExchangeInvalid(
            "there is no export document", expected="a JSON file with `assets`", where=str(folder)
        )
    return Exchange.read(documents)


def _documents(folder: Path) -> Iterator[tuple[str, Any]]:
    for file in sorted(folder.glob("*.json")):
        try:
            yield str(file), json.loads(file.read_text(encoding="utf-8"))
        except ValueError as error:
            raise ExchangeInvalid(
                "the document is not JSON", found=str(error), where=str(file)
            ) from error


def _json(value: Any) -> Any:  # noqa: ANN401 - a field of an asset
    return list(value) if isinstance(value, tuple) else value


def _sorted(name: str, value: Any) -> Any:  # noqa: ANN401 - a field of an asset
    return sorted(value) if name == "tags" else value
