"""Details of assets over the running twin, from the command line to the table and back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.conftest import Twin
from twin_local.cli.client import ApiClient
from twin_local.cli.profile import local

pytestmark = [pytest.mark.slow, pytest.mark.container, pytest.mark.timeout(600)]

MODEL, CABINET = "station", "e2e-cabinet"


@pytest.fixture(scope="module")
def client(twin: Twin) -> ApiClient:
    """Return an administrator's client; the site has a cabinet that nothing else knows."""
    client = ApiClient(local("admin", status_file=twin.state / "status.json"))
    body = {"asset_key": CABINET, "title": "Cabinet", "asset_type": "cabinet"}
    client.call("createAsset", {"database_id": "site"}, body=body)
    return client


def test_a_link_has_two_ends(twin: Twin, client: ApiClient) -> None:
    made = twin.run("assets", "link", CABINET, "located-in", MODEL, role="engineer")
    assert (made["kind"], made["asset_key"]) == ("located-in", MODEL)
    (seen,) = twin.run("assets", "links", MODEL, role="viewer")["links"]
    assert (seen["kind"], seen["asset_key"]) == ("contains", CABINET)
    refused = twin.run("assets", "link", MODEL, "located-in", CABINET, role="engineer", code=1)
    assert refused["error"]["code"] == "LINK_CYCLE"
    assert twin.run("assets", "link", MODEL, "related", CABINET, role="viewer", code=1)
    twin.run("assets", "unlink", MODEL, "contains", CABINET, role="engineer")
    assert twin.run("assets", "links", CABINET)["links"] == []


def test_names_of_any_text_find_an_asset(twin: Twin, client: ApiClient) -> None:
    name = 'R&D/cabinet "7" 100 % *?[Ä]'
    assert twin.run("assets", "alias", CABINET, "--add", name)["aliases"] == [name]
    assert twin.run("assets", "resolve", name, role="viewer")["asset_key"] == CABINET
    assert twin.run("assets", "alias", CABINET, "--remove", name)["aliases"] == []
    unknown = twin.run("assets", "resolve", name, code=1)
    assert unknown["error"]["code"] == "ALIAS_UNKNOWN"
    assert twin.run("assets", "tag", CABINET, "--add", "cabinet")["tags"] == ["cabinet"]
    assert {"tag": "cabinet", "assets": 1} in twin.run("assets", "tags")["tags"]


def test_a_version_is_commented(twin: Twin, client: ApiClient) -> None:
    twin.run("assets", "comment", MODEL, "1", "Checked on site.", role="operator")
    (comment,) = twin.run("assets", "comments", MODEL, "1", role="viewer")["comments"]
    assert comment["text"] == "Checked on site."
    place: dict[str, str | int] = {
        "database_id": "site",
        "asset_key": MODEL,
        "number": 1,
        "comment_id": comment["comment_id"],
    }
    client.call("deleteComment", place, headers={"if-match": '"1"'})
    changes = twin.run("assets", "history", MODEL, "--limit", "2", role="viewer")["changes"]
    assert [change["action"] for change in changes] == ["deleteComment", "addComment"]
    feed = client.pages("/changes", "changes", {"since": changes[1]["at"]})
    assert [change["change_id"] for change in feed] == [one["change_id"] for one in changes[::-1]]


def test_metadata_is_what_its_schema_demands(twin: Twin, client: ApiClient, tmp_path: Path) -> None:
    file = tmp_path / "cabinet.json"
    schema: dict[str, Any] = {"type": "object", "required": ["doors"]}
    file.write_text(json.dumps(schema), encoding="utf-8")
    assert twin.run("schemas", "put", "cabinet", str(file))["revision"] == 1
    assert twin.run("schemas", "show", "cabinet", role="viewer")["schema"] == schema
    place = {"database_id": "site", "asset_key": CABINET}
    state = client.call("getAssetMetadata", place)
    assert (state["metadata_valid"], state["findings"][0]["pointer"]) == (False, "")
    assert twin.run("schemas", "put", "cabinet", str(file), role="viewer", code=1)
    assert twin.run("schemas", "delete", "cabinet")["revision"] == 1
    assert client.call("getAssetMetadata", place)["schema"] is None
