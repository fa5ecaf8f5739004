"""The API describes itself and its site."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from api_describe.handler import handler
from twin.compile import compile_site
from twin.definition import load_site
from twin.site_document import SiteDocument
from twin_runtime.site import site


@pytest.fixture(scope="module")
def document(repository_root: Path) -> SiteDocument:
    return compile_site(load_site(repository_root / "sites" / "demo.yaml"))


@pytest.fixture(autouse=True)
def task_root(
    document: SiteDocument, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    (tmp_path / "site.json").write_text(document.to_json(), encoding="utf-8")
    monkeypatch.setenv("LAMBDA_TASK_ROOT", str(tmp_path))
    site.cache_clear()
    yield
    site.cache_clear()


def call(method: str, resource: str) -> tuple[int, dict[str, Any]]:
    answer = handler({"httpMethod": method, "resource": resource}, None)
    return answer["statusCode"], json.loads(answer["body"])


def test_openapi_is_titled_by_the_site(document: SiteDocument) -> None:
    status, body = call("GET", "/openapi.json")
    assert (status, body["openapi"]) == (200, "3.1.0")
    assert document.title in body["info"]["title"]


def test_the_site_is_answered_whole(document: SiteDocument) -> None:
    status, body = call("GET", "/site")
    assert status == 200
    assert SiteDocument.from_json(json.dumps(body)) == document


def test_an_operation_of_another_function_is_unknown() -> None:
    status, body = call("GET", "/alarms")
    assert (status, body["code"]) == (404, "ROUTE_UNKNOWN")


def test_every_code_has_an_address_that_explains_it() -> None:
    status, body = call("GET", "/problems")
    assert status == 200 and body["problems"]
    one = next(row for row in body["problems"] if row["code"] == "UNKNOWN_ALARM")
    assert (one["type"], one["status"]) == ("/api/problems/UNKNOWN_ALARM", 404)
    assert one["operations"] == ["getAlarmHistory", "acknowledgeAlarm"]
    event = {"httpMethod": "GET", "resource": "/problems/{code}"}
    answer = handler({**event, "pathParameters": {"code": "UNKNOWN_ALARM"}}, None)
    assert json.loads(answer["body"]) == one


def test_a_code_that_nothing_has_is_unknown() -> None:
    event = {"httpMethod": "GET", "resource": "/problems/{code}"}
    answer = handler({**event, "pathParameters": {"code": "NOTHING"}}, None)
    assert (answer["statusCode"], json.loads(answer["body"])["code"]) == (404, "PROBLEM_UNKNOWN")
