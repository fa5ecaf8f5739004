"""What commands on the catalogue share."""

from __future__ import annotations

import json
from itertools import islice
from typing import Any

import click

from twin.catalogue.identity import SITE_DATABASE
from twin.spatial.catalogue import ASSEMBLY_FILE
from twin_local.cli.client import ApiClient, Json

database_option = click.option(
    "--database", default=SITE_DATABASE, show_default=True, help="Id of the database."
)


def described(client: ApiClient, database: str, asset_key: str, *, limit: int) -> Json:
    """Return an asset with its first files, and the assembly tree of the first that has one."""
    path = {"database_id": database, "asset_key": asset_key}
    asset = client.call("getAsset", path)
    pages = client.pages(f"/databases/{database}/assets/{asset_key}/files", "files")
    files = list(islice(pages, limit))
    return {**asset, "files": files, "tree": _tree(client, path, files)}


def precondition(asset: Json) -> dict[str, str]:
    """Return the header that says which revision of an asset or a database is changed."""
    return {"if-match": f'"{asset["revision"]}"'}


def _tree(client: ApiClient, path: dict[str, str], files: list[Json]) -> list[Any]:
    for file in files:
        if ASSEMBLY_FILE in {one["file_name"] for one in file["derivatives"]}:
            place = {**path, "file_path": file["path"], "number": file["number"]}
            found = client.call("getFileUrl", place, query={"derivative": ASSEMBLY_FILE})
            roots: list[Any] = json.loads(client.download(found["url"]))["roots"]
            return roots
    return []
