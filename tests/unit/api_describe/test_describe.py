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
    assert (status, body["error"]["code"]) == (404, "ROUTE_UNKNOWN")
