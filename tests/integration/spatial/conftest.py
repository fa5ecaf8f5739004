"""The spatial functions over an in-process AWS: buckets, table, bus, and a site."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import urllib3
from moto import mock_aws
from moto.server import ThreadedMotoServer

from tests.integration.idle_machine import create_idle_machine
from tests.integration.spatial.plane import SpatialPlane
from tests.tables import create_table
from twin.access.site_access import SiteAccess
from twin.api.events import event_kind
from twin.cost.conversion_prices import ConversionPrices
from twin.site_document import SceneModel, SiteDocument
from twin.spatial.converters import converters
from twin_local.execution.object_store import checksums
from twin_runtime import clients
from twin_runtime.site import site

REGION = "us-east-1"
TOOL_DIGEST = "ab" * 32
IMAGES = sorted({converter.image for converter in converters()})


def site_document(access: SiteAccess = SiteAccess()) -> SiteDocument:  # noqa: B008 - a value
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
        access=access,
    )


@pytest.fixture
def plane(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[SpatialPlane]:
    """Return the plane over an AWS inside this process."""
    _prepare(monkeypatch, tmp_path, endpoint=None)
    with mock_aws():
        yield _started(monkeypatch)
    _forget_clients()


@pytest.fixture
def served_plane(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[SpatialPlane]:
    """Return the plane over an AWS that other processes reach too."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    _prepare(monkeypatch, tmp_path, endpoint=f"http://{host}:{port}")
    urllib3.request("POST", f"http://{host}:{port}/moto-api/reset")
    yield _started(monkeypatch)
    server.stop()
    _forget_clients()


def _prepare(monkeypatch: pytest.MonkeyPatch, folder: Path, *, endpoint: str | None) -> None:
    (folder / "site.json").write_text(site_document().to_json(), encoding="utf-8")
    environment = {
        "AWS_DEFAULT_REGION": REGION,
        # Keys that the embedded AWS knows, in case it is plugged into this process too.
        "AWS_ACCESS_KEY_ID": "local",
        "AWS_SECRET_ACCESS_KEY": "local",
        "LAMBDA_TASK_ROOT": str(folder),
        "CATALOG_TABLE": "catalog",
        "UPLOADS_BUCKET": "uploads",
        "ASSETS_BUCKET": "assets",
        "EVENT_BUS_NAME": "default",
        "CONVERSION_LOG_GROUPS": "{}",
        "CONVERTER_IMAGES": json.dumps({name: _image(name) for name in IMAGES}),
        "CONVERSION_PRICES": ConversionPrices("2026-01-01", 1.7e-05, 1.1e-05, 1.2e-06).to_json(),
    }
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    if endpoint:
        environment["AWS_ENDPOINT_URL"] = endpoint
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    checksums.install()  # moto's S3 takes any bytes for those that were announced
    _forget_clients()


def _image(name: str) -> dict[str, str]:
    named = name.replace("_", "-")
    return {"definition": f"{named}:1", "function": named, "tool_digest": TOOL_DIGEST}


def _started(monkeypatch: pytest.MonkeyPatch) -> SpatialPlane:
    _create_resources()
    monkeypatch.setenv("CONVERSION_STATE_MACHINE_ARN", create_idle_machine("conversion"))
    plane = SpatialPlane()
    _record_events(monkeypatch, plane.events)
    return plane


def _forget_clients() -> None:
    for cached in (
        clients.s3,
        clients.dynamodb,
        clients.events,
        clients.stepfunctions,
        clients.logs,
        site,
    ):
        cached.cache_clear()


def _record_events(monkeypatch: pytest.MonkeyPatch, events: list[dict[str, Any]]) -> None:
    put_events = clients.events().put_events

    def record(**arguments: Any) -> Any:  # noqa: ANN401 - boto3's own signature
        for entry in arguments["Entries"]:
            detail = json.loads(entry["Detail"])
            jsonschema.validate(detail, event_kind(entry["DetailType"]).schema())
            events.append({"type": entry["DetailType"], **detail})
        return put_events(**arguments)

    monkeypatch.setattr(clients.events(), "put_events", record)


def _create_resources() -> None:
    for bucket in ("uploads", "assets"):
        clients.s3().create_bucket(Bucket=bucket)
    create_table(clients.dynamodb(), "catalog")
