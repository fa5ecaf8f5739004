"""The spatial functions over an in-process AWS: buckets, table, bus, and a site."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws

from tests.integration.spatial.plane import SpatialPlane
from twin.site_document import SceneModel, SiteDocument
from twin_runtime import clients
from twin_runtime.site import site

REGION = "us-east-1"
TOOL_DIGEST = "ab" * 32


def site_document() -> SiteDocument:
    origin = (0.0, 0.0, 0.0)
    return SiteDocument(
        name="demo",
        title="Demo",
        time_zone="Etc/UTC",
        thing_name="demo-edge",
        plc_endpoint="",
        assets=(),
        signals=(),
        alarms=(),
        commands=(),
        models=(),
        scene=(SceneModel("station", "Pump station", "station.step", origin, origin),),
    )


@pytest.fixture
def plane(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[SpatialPlane]:
    (tmp_path / "site.json").write_text(site_document().to_json(), encoding="utf-8")
    environment = {
        "AWS_DEFAULT_REGION": REGION,
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "LAMBDA_TASK_ROOT": str(tmp_path),
        "CATALOG_TABLE": "catalog",
        "UPLOADS_BUCKET": "uploads",
        "ASSETS_BUCKET": "assets",
        "EVENT_BUS_NAME": "default",
        "CONVERTER_IMAGES": json.dumps(
            {"convert_cad": {"definition": "convert-cad:1", "tool_digest": TOOL_DIGEST}}
        ),
    }
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    for cached in (clients.s3, clients.dynamodb, clients.events, site):
        cached.cache_clear()
    with mock_aws():
        _create_resources()
        plane = SpatialPlane()
        _record_events(monkeypatch, plane.events)
        yield plane


def _record_events(monkeypatch: pytest.MonkeyPatch, events: list[dict[str, Any]]) -> None:
    put_events = clients.events().put_events

    def record(**arguments: Any) -> Any:  # noqa: ANN401 - boto3's own signature
        for entry in arguments["Entries"]:
            events.append({"type": entry["DetailType"], **json.loads(entry["Detail"])})
        return put_events(**arguments)

    monkeypatch.setattr(clients.events(), "put_events", record)


def _create_resources() -> None:
    for bucket in ("uploads", "assets"):
        clients.s3().create_bucket(Bucket=bucket)
    boto3.client("dynamodb").create_table(
        TableName="catalog",
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[
            {"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk", "gpk", "gsk")
        ],
        KeySchema=[
            {"AttributeName": "pk", "KeyType": "HASH"},
            {"AttributeName": "sk", "KeyType": "RANGE"},
        ],
        GlobalSecondaryIndexes=[
            {
                "IndexName": "by-time",
                "KeySchema": [
                    {"AttributeName": "gpk", "KeyType": "HASH"},
                    {"AttributeName": "gsk", "KeyType": "RANGE"},
                ],
                "Projection": {"ProjectionType": "ALL"},
            }
        ],
    )
