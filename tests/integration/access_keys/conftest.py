"""The function of API keys over a table inside this process, and the user pool of their owners."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws

from access_keys.handler import handler
from access_runtime.key_store import INDEX, KeyStore
from tests.api_event import api_event
from tests.tables import create_table
from twin.access.principal import Principal
from twin.access.principal_context import to_context
from twin.compile import compile_site
from twin.definition import load_site
from twin_runtime import clients
from twin_runtime.site import site

ROOT = Path(__file__).resolve().parents[3]
REGION, TABLE = "us-east-1", "keys"
ANN = Principal("sub-ann", "ann", "engineer")
BOB = Principal("sub-bob", "bob", "viewer")
EVE = Principal("sub-eve", "eve", "admin")


@dataclass(frozen=True)
class Api:
    """The operations as API Gateway calls them."""

    store: KeyStore

    def call(
        self,
        caller: Principal,
        method: str,
        *,
        body: object = None,
        key_id: str | None = None,
        resource: str = "/access/keys",
        **query: str,
    ) -> tuple[int, Any]:
        event = api_event(
            method,
            resource + ("/{key_id}" if key_id else ""),
            caller=to_context(replace(caller, permitted=None)),
            body=body,
            path={"key_id": key_id} if key_id else None,
            query=query,
        )
        answer = handler(event, None)
        return answer["statusCode"], json.loads(answer["body"])

    def make(self, caller: Principal = ANN, **body: Any) -> Any:  # noqa: ANN401 - any JSON
        status, made = self.call(caller, "POST", body={"title": "historian", **body})
        assert status == 201, made
        return made


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Api]:
    """Return the API over an empty table."""
    document = compile_site(load_site(ROOT / "sites" / "demo.yaml"))
    (tmp_path / "site.json").write_text(document.to_json(), encoding="utf-8")
    for name, value in {
        "AWS_DEFAULT_REGION": REGION,
        "AWS_ACCESS_KEY_ID": "local",
        "AWS_SECRET_ACCESS_KEY": "local",
        "LAMBDA_TASK_ROOT": str(tmp_path),
        "ACCESS_KEYS_TABLE": TABLE,
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    site.cache_clear()
    clients.dynamodb.cache_clear()
    with mock_aws():
        client = boto3.client("dynamodb", region_name=REGION)
        create_table(client, TABLE, INDEX)
        yield Api(KeyStore(client, TABLE))
    clients.dynamodb.cache_clear()
    site.cache_clear()
