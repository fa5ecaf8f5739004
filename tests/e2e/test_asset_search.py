"""Search over the running twin: what was just written is found, with a snapshot and without."""

from __future__ import annotations

import json
from typing import Any

import boto3
import pytest

from tests.e2e.conftest import Twin
from twin_local.cli.client import ApiClient
from twin_local.cli.profile import local

pytestmark = [pytest.mark.slow, pytest.mark.container, pytest.mark.timeout(600)]

KEY = "e2e-searched"


def test_asset_is_found_at_once_and_after_a_snapshot(twin: Twin) -> None:
    client = ApiClient(local("admin", status_file=twin.state / "status.json"))
    body = {"asset_key": KEY, "title": "Größenmesser", "tags": ["e2e"], "metadata": {"power": 4}}
    client.call("createAsset", {"database_id": "site"}, body=body)
    conditions = ("grossenm", "--tag", "E2E", "--where", "power > 3")
    (found,) = twin.run("assets", "find", *conditions, role="viewer")["assets"]
    assert (found["asset_key"], found["score"]) == (KEY, 1.0)
    first, second = _index(twin), _index(twin)
    assert (first["state"], second["assets"]) != ("unchanged", 0)
    assert twin.run("assets", "find", *conditions, role="viewer")["assets"] == [found]
    refused = twin.run("assets", "find", "--where", "power >", code=1)
    assert refused["error"]["code"] == "QUERY_INVALID"


def _index(twin: Twin) -> Any:  # noqa: ANN401 - any JSON
    """Call the indexer, as its schedule does every quarter of an hour."""
    status = json.loads((twin.state / "status.json").read_text(encoding="utf-8"))
    functions = boto3.client(
        "lambda",
        endpoint_url=status["endpoint_url"],
        region_name=status["region"],
        aws_access_key_id="local",
        aws_secret_access_key="local",
    )
    pages = functions.get_paginator("list_functions").paginate()
    (name,) = (
        one["FunctionName"]
        for page in pages
        for one in page["Functions"]
        if one.get("Handler") == "spatial_index.handler.handler"
    )
    answer = functions.invoke(FunctionName=name, Payload=json.dumps({"rebuild": False}))
    assert "FunctionError" not in answer
    return json.loads(answer["Payload"].read())
