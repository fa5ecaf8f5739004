"""What stays small when the catalogue is large: answers, items, and no scan anywhere."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from catalogue_runtime.files import publication_writes
from catalogue_runtime.keys import version_key
from catalogue_runtime.writes import Write
from tests.integration.spatial.catalogue import FILES, VERSIONS, Catalogue
from tests.integration.spatial.plane import SpatialPlane
from twin.catalogue.file import FileVersion, StoredFile
from twin.catalogue.identity import AssetId
from twin.spatial.derivative import source_key
from twin_runtime import clients

ROOT = Path(__file__).resolve().parents[3]
FILE_COUNT = 10_000
SHA256 = "ab" * 32


def file(number: int) -> FileVersion:
    path = f"folder {number % 100:02d}/{number:05d}.step"
    source = StoredFile(path, "application/octet-stream", 100, SHA256, source_key(SHA256))
    return FileVersion(path, 1, source, "step", None, (), 1.0, "Ana", "upload")


def fill(asset_id: AssetId) -> None:
    """Write the working tree as publications do, by fewer calls."""
    puts: list[Write] = [
        publication_writes(asset_id, file(number), since=2.0)[0] for number in range(FILE_COUNT)
    ]
    for start in range(0, FILE_COUNT, 25):
        batch: Any = [
            {"PutRequest": {"Item": put.arguments["Item"]}} for put in puts[start : start + 25]
        ]
        clients.dynamodb().batch_write_item(RequestItems={"catalog": batch})


def test_an_asset_of_ten_thousand_files_is_listed_and_kept_page_by_page(
    plane: SpatialPlane,
) -> None:
    catalogue = Catalogue(plane)
    catalogue.create("works")
    fill(AssetId("site", "works"))
    kept = catalogue.keep("works", "All of it")
    assert (kept.status, kept.body["file_count"]) == (201, FILE_COUNT)
    page = catalogue.page(FILES, "works", limit=1000).body
    assert (len(page["files"]), page["next_token"] is None) == (1000, False)

    path = catalogue.path("works", number="1")
    resource, query = f"{VERSIONS}/{{number}}/files", {"limit": ["1000"]}
    seen, token = set[str](), dict[str, list[str]]()
    while True:
        body = plane.ask("GET", resource, path=path, query={**query, **token}).body
        seen |= {row["path"] for row in body["files"]}
        if body["next_token"] is None:
            break
        token = {"next_token": [body["next_token"]]}
    assert len(seen) == FILE_COUNT
    folder = {"prefix": ["folder 07/"], "limit": ["1000"]}
    assert len(plane.ask("GET", resource, path=path, query=folder).body["files"]) == 100
    key: Any = version_key(AssetId("site", "works"), 1)
    version = clients.dynamodb().get_item(TableName="catalog", Key=key)["Item"]
    assert len(json.dumps(version)) < 2_000  # the list of the files is not in it


def test_no_function_scans_a_table() -> None:
    sources = [*(ROOT / "lambda").rglob("*.py"), *(ROOT / "twin").rglob("*.py")]
    assert len(sources) > 100
    scanning = [
        path.relative_to(ROOT).as_posix()
        for path in sources
        if any(sign in path.read_text(encoding="utf-8") for sign in (".scan(", '"scan"', "'scan'"))
    ]
    assert scanning == []


def test_every_list_of_a_read_is_by_key(plane: SpatialPlane) -> None:
    catalogue = Catalogue(plane)
    catalogue.publish_version("pump", "a.step")
    operations: list[str] = []
    clients.dynamodb().meta.events.register(
        "before-call.dynamodb", lambda model, **_: operations.append(model.name)
    )
    plane.assets()
    catalogue.get("pump")
    catalogue.all(FILES, "files", "pump")
    catalogue.all(VERSIONS, "versions", "pump")
    plane.ask("GET", "/scene")
    plane.ask("GET", "/databases")

    assert set(operations) == {"GetItem", "Query"}
