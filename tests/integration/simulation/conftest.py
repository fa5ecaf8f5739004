"""The simulation functions over an AWS in this process: table, bucket, workflow and SiteWise."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import urllib3
from moto import mock_aws
from moto.server import ThreadedMotoServer

from tests.integration.idle_machine import create_idle_machine
from tests.integration.simulation.plane import MEASURED, MODELS_BUCKET, SimulationPlane
from tests.tables import create_table
from twin.compile import compile_site
from twin.definition import load_site
from twin.site_document import SimulationModel, SiteDocument
from twin_local import moto_extension
from twin_local.services.settings import configure
from twin_runtime import clients
from twin_runtime.site import site as runtime_site

REGION = "us-east-1"
CACHED = (
    clients.s3,
    clients.dynamodb,
    clients.events,
    clients.stepfunctions,
    clients.iotsitewise,
    runtime_site,
)


@pytest.fixture(scope="session")
def site(repository_root: Path) -> SiteDocument:
    return compile_site(load_site(repository_root / "sites" / "demo.yaml"))


@pytest.fixture(scope="session")
def fmu(repository_root: Path) -> Path:
    path = repository_root / ".build" / "models" / "pump.fmu"
    if not path.is_file():
        pytest.skip("the pump model is not built: run `make setup`")
    return path


@pytest.fixture(scope="module", autouse=True)
def own_clients() -> Iterator[None]:
    """Keep the clients for a module: making them anew takes longer than most tests."""
    _forget()
    yield
    _forget()


@pytest.fixture
def plane(silent_plane: SimulationPlane) -> SimulationPlane:
    """Return the plane once all that the model needs is measured."""
    for name, value in MEASURED.items():
        silent_plane.measure(name, value)
    return silent_plane


@pytest.fixture
def silent_plane(
    site: SiteDocument, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[SimulationPlane]:
    """Return the plane over an AWS inside this process; no signal has a value yet."""
    artefact = {"key": "models/ab/pump.fmu", "sha256": "ab" * 32, "kind": "fmu"}
    _prepare(site, artefact, monkeypatch, tmp_path)
    with mock_aws():
        yield _started(site, monkeypatch)


@pytest.fixture
def served_plane(
    site: SiteDocument, fmu: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[SimulationPlane]:
    """Return the plane with the real model over an AWS that other processes reach too."""
    digest = hashlib.sha256(fmu.read_bytes()).hexdigest()
    artefact = {"key": f"models/{digest}/pump.fmu", "sha256": digest, "kind": "fmu"}
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    _prepare(site, artefact, monkeypatch, tmp_path)
    _forget()
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
    urllib3.request("POST", f"http://{host}:{port}/moto-api/reset")
    plane = _started(site, monkeypatch)
    clients.s3().put_object(Bucket=MODELS_BUCKET, Key=artefact["key"], Body=fmu.read_bytes())
    for name, value in MEASURED.items():
        plane.measure(name, value)
    yield plane
    server.stop()
    _forget()


def _prepare(
    site: SiteDocument, artefact: dict[str, str], monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    (folder / "site.json").write_text(site.to_json(), encoding="utf-8")
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    for name, value in {
        "AWS_DEFAULT_REGION": REGION,
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "LAMBDA_TASK_ROOT": str(folder),
        "RUN_TABLE": "runs",
        "RESULT_TABLE": "results",
        "REGISTRY_TABLE": "registry",
        "COMMAND_TABLE": "commands",
        "MODELS_BUCKET": MODELS_BUCKET,
        "MODEL_IMAGES": json.dumps(["simulate"]),
        "EVENT_BUS_NAME": "default",
        "ARTEFACTS": json.dumps({"pump.fmu": artefact}),
    }.items():
        monkeypatch.setenv(name, value)
    configure(state_folder=None)
    moto_extension.install()


def _forget() -> None:
    for cached in CACHED:
        cached.cache_clear()


def _started(site: SiteDocument, monkeypatch: pytest.MonkeyPatch) -> SimulationPlane:
    for name in ("runs", "results", "registry", "commands"):
        create_table(clients.dynamodb(), name)
    clients.s3().create_bucket(Bucket=MODELS_BUCKET)
    plane = SimulationPlane(site, create_idle_machine("runs"))
    monkeypatch.setenv("SIMULATE_STATE_MACHINE_ARN", plane.machine)
    _create_pump(plane.model)
    _record_events(monkeypatch, plane)
    return plane


def _record_events(monkeypatch: pytest.MonkeyPatch, plane: SimulationPlane) -> None:
    put_events = clients.events().put_events

    def record(**arguments: Any) -> Any:  # noqa: ANN401 - boto3's own signature
        for entry in arguments["Entries"]:
            assert entry["Source"] == "twin.simulation"
            told, detail = entry["DetailType"], json.loads(entry["Detail"])
            if told == "RunStateChanged":
                plane.events.append(detail)
            else:
                plane.others.append((told, detail))
        return put_events(**arguments)

    monkeypatch.setattr(clients.events(), "put_events", record)


def _create_pump(model: SimulationModel) -> None:
    """Make the SiteWise asset that the model reads from and writes to."""
    aliases = {alias: "DOUBLE" for _, alias in model.inputs}
    for one in model.predictions:
        aliases |= dict.fromkeys((one.measured, *one.written), "DOUBLE")
    aliases |= {model.version_alias: "STRING", model.validity_alias: "STRING"}
    aliases[model.valid_alias] = "BOOLEAN"
    kinds: Any = [
        {"name": alias.rpartition("/")[2], "dataType": kind, "type": {"measurement": {}}}
        for alias, kind in aliases.items()
    ]
    client = clients.iotsitewise()
    made = client.create_asset_model(assetModelName="pump", assetModelProperties=kinds)
    asset = client.create_asset(assetName="P-101", assetModelId=made["assetModelId"])["assetId"]
    for item in client.describe_asset(assetId=asset)["assetProperties"]:
        client.update_asset_property(
            assetId=asset, propertyId=item["id"], propertyAlias=f"/demo/P-101/{item['name']}"
        )
