"""`twin assets link|comment|alias|tag|history` and `twin schemas` over an API from a script."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from twin_local.cli import asset_comments, asset_history, asset_links, asset_names
from twin_local.cli.client import ApiRefused
from twin_local.cli.commands import assets, schemas
from twin_local.cli.operations import check_names, filled, route_at, route_of

Json = dict[str, Any]
MODULES = (asset_comments, asset_history, asset_links, asset_names, schemas)


class Api:
    """Answers operations by name, and remembers method, address and body of what was asked."""

    def __init__(self) -> None:
        self.answers: dict[str, Json | ApiRefused] = {}
        self.asked: list[tuple[str, str, Json | None]] = []
        self.headers: Mapping[str, str] = {}

    def call(
        self,
        operation_id: str,
        path: Mapping[str, str | int],
        *,
        query: Mapping[str, object] | None = None,
        body: Json | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Json:
        route = route_of(operation_id)
        check_names(route, query or (), headers or ())
        self.asked.append((route.method, filled(route, path), body))
        self.headers = headers or {}
        answer = self.answers[operation_id]
        if isinstance(answer, ApiRefused):
            raise answer
        return answer

    def pages(
        self, path: str, member: str, query: Mapping[str, object] | None = None
    ) -> Iterator[Json]:
        route = route_at("GET", path)
        check_names(route, query or (), ())
        self.asked.append(("GET", path, dict(query) if query else None))
        answer = self.answers[route.operation_id]
        assert isinstance(answer, dict)
        yield from answer[member]


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> Api:
    api = Api()
    for module in MODULES:
        monkeypatch.setattr(module, "ApiClient", lambda: api)
    return api


def run(command: click.Command, *arguments: str) -> Result:
    return CliRunner().invoke(command, list(arguments), catch_exceptions=False)


def test_a_link_leads_into_another_database(api: Api) -> None:
    api.answers["createLink"] = {"kind": "child"}
    result = run(assets.command, "link", "pump", "child", "parts/bolt", "--metadata", '{"n": 4}')
    assert result.exit_code == 0, result.output
    body = {"kind": "child", "database_id": "parts", "asset_key": "bolt", "metadata": {"n": 4}}
    assert api.asked == [("POST", "/databases/site/assets/pump/links", body)]
    for wrong in ("[", "[]"):
        refused = run(assets.command, "link", "pump", "child", "bolt", "--metadata", wrong)
        assert refused.exit_code == 2


def test_a_link_is_removed_and_links_are_listed(api: Api) -> None:
    api.answers["deleteLink"] = {"kind": "child"}
    api.answers["listLinks"] = {"links": [{"kind": "child", "created_at": 0.0}]}
    run(assets.command, "unlink", "pump", "child", "bolt", "--database", "plant")
    result = run(assets.command, "links", "pump", "--direction", "down", "--json")
    assert [row["kind"] for row in json.loads(result.output)["links"]] == ["child"]
    assert [asked[:2] for asked in api.asked] == [
        ("DELETE", "/databases/plant/assets/pump/links/child/plant/bolt"),
        ("GET", "/databases/site/assets/pump/links"),
    ]
    assert api.asked[1][2] == {"direction": "down"}


def test_a_version_is_commented(api: Api) -> None:
    api.answers["addComment"] = {"comment_id": "7"}
    row = {"created_at": 0.0, "created_by_name": "Ana", "text": "fits"}
    api.answers["listComments"] = {"comments": [row]}
    assert "comment 7" in run(assets.command, "comment", "pump", "2", "fits").output
    assert "1970-01-01T00:00:00Z  Ana" in run(assets.command, "comments", "pump", "2").output
    path = "/databases/site/assets/pump/versions/2/comments"
    assert api.asked == [("POST", path, {"text": "fits"}), ("GET", path, None)]


def test_aliases_of_any_text_are_one_segment_of_the_address(api: Api) -> None:
    api.answers = {name: {"aliases": ["P/1"]} for name in ("addAlias", "removeAlias", "getAsset")}
    api.answers["resolveAlias"] = {"database_id": "site", "asset_key": "pump", "title": "Pump"}
    result = run(assets.command, "alias", "pump", "--add", "P/1", "--remove", 'a "b"/*')
    assert result.output == "P/1\n"
    assert run(assets.command, "resolve", "P/1").output == "site/pump: Pump\n"
    assert [asked[:2] for asked in api.asked] == [
        ("DELETE", "/databases/site/assets/pump/aliases/a%20%22b%22%2F%2A"),
        ("POST", "/databases/site/assets/pump/aliases"),
        ("GET", "/databases/site/assets/pump"),
        ("GET", "/databases/site/aliases/P%2F1"),
    ]


def test_tags_are_changed_in_one_step_and_listed(api: Api) -> None:
    api.answers["changeTags"] = {"tags": ["wet"], "revision": 2}
    api.answers["listTags"] = {"tags": [{"tag": "wet", "assets": 3}]}
    result = run(assets.command, "tag", "pump", "--add", "wet", "--remove", "dry")
    assert result.output == "pump: wet\n"
    assert api.asked[0][2] == {"add": ["wet"], "remove": ["dry"]}
    assert "wet" in run(assets.command, "tags").output


def test_the_history_shows_a_row_for_each_field(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "300")
    fields = [{"field": "title", "before": "A" * 90, "after": "B"}]
    change = {"at": 0.0, "by_name": "Ana", "action": "updateAsset", "fields": fields, "details": {}}
    other = {**change, "action": "createVersion", "fields": [], "details": {"comment": "x"}}
    api.answers["getAssetHistory"] = {"changes": [change, other]}
    output = run(assets.command, "history", "pump").output
    assert f'"{"A" * 58}…' in output
    assert '{"comment": "x"}' in output
    assert json.loads(run(assets.command, "history", "pump", "--json").output) == {
        "changes": [change, other]
    }


def test_a_schema_is_put_at_the_revision_that_is_there(api: Api, tmp_path: Path) -> None:
    file = tmp_path / "pump.json"
    file.write_text('{"type": "object"}', encoding="utf-8")
    api.answers["getMetadataSchema"] = {"revision": 3, "schema": {"type": "object"}}
    api.answers["putMetadataSchema"] = {"revision": 4}
    result = run(schemas.command, "put", "pump", str(file), "--database", "plant")
    assert (result.output, api.headers) == ("plant/pump: revision 4\n", {"if-match": '"3"'})
    assert json.loads(run(schemas.command, "show", "pump").output) == {"type": "object"}
    api.answers["getMetadataSchema"] = ApiRefused(404, {"code": "METADATA_SCHEMA_UNKNOWN"})
    run(schemas.command, "put", "pump", str(file))
    assert api.headers == {}
    api.answers["getMetadataSchema"] = ApiRefused(403, {"code": "ACCESS_DENIED"})
    with pytest.raises(ApiRefused):
        run(schemas.command, "put", "pump", str(file))
    file.write_text("[]", encoding="utf-8")
    api.answers["getMetadataSchema"] = ApiRefused(404, {"code": "METADATA_SCHEMA_UNKNOWN"})
    assert run(schemas.command, "put", "pump", str(file)).exit_code == 2


def test_schemas_are_listed_and_deleted(api: Api) -> None:
    row = {"asset_type": "pump", "title": "Pump", "revision": 1, "changed_at": 0.0}
    api.answers["listMetadataSchemas"] = {"schemas": [row]}
    api.answers["getMetadataSchema"] = {"revision": 1}
    api.answers["deleteMetadataSchema"] = {"revision": 1}
    assert json.loads(run(schemas.command, "list", "--json").output) == {"schemas": [row]}
    assert run(schemas.command, "delete", "pump").output == "site/pump: deleted\n"
    assert api.headers == {"if-match": '"1"'}
