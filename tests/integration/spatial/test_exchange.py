"""`twin assets import` and `export`: the layout of VAMS, there and back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tests.integration.spatial.catalogue import Catalogue
from tests.integration.spatial.cli_client import Client
from tests.integration.spatial.plane import STEP
from tests.integration.spatial.test_folders import client, run  # noqa: F401 - a fixture
from twin.catalogue.exchange.document import ExchangeInvalid
from twin_local.cli import asset_exchange
from twin_local.cli.commands import assets

PUMP, SEAL = "x7F-Pump", "seal"
DOCUMENT: dict[str, Any] = {
    "assets": [
        {
            "assetid": PUMP,
            "databaseid": "plant",
            "assetname": "Pump",
            "assettype": "pump",
            "description": "A pump",
            "tags": ["hot", "A"],
            "metadata": {"power": {"valueType": "number", "value": "7.5"}},
            "files": [],
        },
        {"assetid": SEAL, "assetname": "Seal", "files": []},
        {"assetid": "old", "assetname": "Old", "archived": True, "files": []},
    ],
    "relationships": [
        {"parentAssetId": PUMP, "childAssetId": SEAL, "assetLinkType": "parentChild"},
        {"parentAssetId": PUMP, "childAssetId": "elsewhere", "assetLinkType": "related"},
    ],
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "bucket"
    (folder / PUMP / "cad").mkdir(parents=True)
    (folder / PUMP / "cad" / "pump.step").write_bytes(STEP)
    (folder / SEAL).mkdir()
    (folder / SEAL / "seal.txt").write_text("a seal", encoding="utf-8")
    (folder / "export.json").write_text(json.dumps(DOCUMENT), encoding="utf-8")
    return folder


@pytest.fixture
def here(client: Client, monkeypatch: pytest.MonkeyPatch) -> Client:  # noqa: F811
    monkeypatch.setattr(asset_exchange, "ApiClient", lambda: client)
    return client


def test_assets_come_with_files_metadata_aliases_and_links(here: Client, folder: Path) -> None:
    told = run("import", folder)
    assert [asset["asset_key"] for asset in told["imported"]] == ["x7f-pump", "seal"]
    assert (told["archived"], told["links"], told["refused"]) == (["old"], 1, [])
    assert told["links_outside"][0]["child"] == "elsewhere"
    pump = Catalogue(here.plane).get("x7f-pump").body
    assert (pump["title"], pump["metadata"], pump["tags"]) == ("Pump", {"power": 7.5}, ["A", "hot"])
    assert (pump["aliases"], pump["version"]) == ([PUMP], 1)


def test_a_second_import_changes_nothing(here: Client, folder: Path) -> None:
    run("import", folder)
    before = Catalogue(here.plane).get("x7f-pump").body
    told = run("import", folder)
    assert [asset["sent"] for asset in told["imported"]] == [[], []]
    assert Catalogue(here.plane).get("x7f-pump").body == before


def test_what_was_imported_is_exported_and_imported_again(
    here: Client, folder: Path, tmp_path: Path
) -> None:
    run("import", folder)
    out = tmp_path / "out"
    document = run("export", out)
    assert (out / "x7f-pump" / "cad" / "pump.step").read_bytes() == STEP
    assert json.loads((out / "export.json").read_text(encoding="utf-8")) == document
    assert document["relationships"][0]["assetLinkType"] == "parentChild"
    here.plane.role = "admin"
    Catalogue(here.plane).database(database_id="north")
    told = run("import", out, "--database", "north")
    assert (len(told["imported"]), told["links"], told["refused"]) == (2, 1, [])
    pump = Catalogue(here.plane, "north").get("x7f-pump").body
    assert (pump["metadata"], pump["asset_type"]) == ({"power": 7.5}, "pump")


def test_a_folder_without_a_document_is_refused(here: Client, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    result = CliRunner().invoke(assets.command, ["import", str(empty)])
    assert isinstance(result.exception, ExchangeInvalid), result.output
