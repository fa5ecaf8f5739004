"""`twin models deploy|versions|rollback` over the API's function and an S3 that is served."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import urllib3
from click.testing import CliRunner

from tests.integration.simulation.function_client import FunctionClient
from tests.integration.simulation.models.conftest import PYTHON_MODEL, Deployer
from tests.integration.simulation.plane import MODEL_ID, MODELS_BUCKET, SimulationPlane
from twin_local.cli import model_versions
from twin_local.cli.commands import models
from twin_local.cli.main import main
from twin_runtime import clients


@pytest.fixture
def engineer(served_plane: SimulationPlane, monkeypatch: pytest.MonkeyPatch) -> Iterator[Deployer]:
    served_plane.role, served_plane.subject = "engineer", "erik"
    for module in (model_versions, models):
        monkeypatch.setattr(module, "ApiClient", lambda: FunctionClient(served_plane))
    yield Deployer(served_plane)


def twin(*arguments: object, code: int = 0) -> Any:  # noqa: ANN401 - any JSON
    words = ["models", *map(str, arguments), "--json"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["twin", *words])  # where a refusal looks how to print itself
        done = CliRunner().invoke(main, words)
    assert done.exit_code == code, done.output
    # The function of this process logs to the same place; its lines are JSON of one line.
    return json.loads(done.stdout[done.stdout.index("{\n") :])


@pytest.fixture
def files(engineer: Deployer, tmp_path: Path) -> tuple[Path, Path]:
    """Return a model and its manifest."""
    model, manifest = tmp_path / "pump.py", tmp_path / "pump.json"
    model.write_bytes(PYTHON_MODEL)
    manifest.write_text(json.dumps(engineer.manifest()))
    return model, manifest


def test_file_is_sent_deployed_listed_and_taken_back(files: tuple[Path, Path]) -> None:
    model, manifest = files
    answer = twin("deploy", MODEL_ID, model, "--manifest", manifest, "--note", "by hand")
    sha256 = answer["deployment"]["artefact_sha256"]
    stored = clients.s3().get_object(Bucket=MODELS_BUCKET, Key=f"models/{sha256}/pump.py")
    assert stored["Body"].read() == PYTHON_MODEL

    found = twin("versions", MODEL_ID)
    assert (found["active"]["deployment"], found["parameters"]) == (1, [])
    assert [one["note"] for one in found["deployments"]] == ["by hand"]
    (first, _) = twin("list")["models"]
    assert (first["kind"], first["active"]["deployment"]) == ("python", 1)

    assert twin("rollback", MODEL_ID)["deployment"] == 0
    assert twin("rollback", MODEL_ID, "--to", "1")["deployment"] == 1
    refused = twin("rollback", MODEL_ID, "--parameters", code=1)
    assert refused["error"]["code"] == "MODEL_NOTHING_TO_ROLL_BACK"


def test_deployment_that_is_only_recorded_is_activated_later(files: tuple[Path, Path]) -> None:
    model, manifest = files
    answer = twin("deploy", MODEL_ID, model, "--manifest", manifest, "--no-activate")
    assert (answer["active"]["deployment"], answer["deployment"]["is_active"]) == (0, False)
    assert twin("rollback", MODEL_ID, "--to", "1")["deployment"] == 1


def test_manifest_of_another_file_is_refused_before_anything_is_sent(
    files: tuple[Path, Path],
) -> None:
    model, manifest = files
    model.write_bytes(PYTHON_MODEL + b"\n")
    answer = twin("deploy", MODEL_ID, model, "--manifest", manifest, code=1)
    assert answer["error"]["code"] == "MODEL_MANIFEST_INVALID"
    assert twin("versions", MODEL_ID)["deployments"] == []


def test_tables_name_what_is_active(files: tuple[Path, Path]) -> None:
    model, manifest = files
    twin("deploy", MODEL_ID, model, "--manifest", manifest)
    done = CliRunner().invoke(main, ["models", "versions", MODEL_ID])
    assert done.exit_code == 0
    assert f"{MODEL_ID}: deployment 1, parameters 0" in done.output and "erik" in done.output


def test_address_takes_no_other_bytes_than_those_announced(engineer: Deployer) -> None:
    manifest = engineer.manifest()
    body = {"file_name": "pump.py", "kind": "python", "sha256": manifest["artefact_sha256"]}
    _, target = engineer.post("artefacts", {**body, "size_bytes": len(PYTHON_MODEL)})
    other = PYTHON_MODEL.replace(b"state", b"stale")
    assert len(other) == len(PYTHON_MODEL)
    answer = urllib3.request("PUT", target["url"], body=other, headers=target["headers"])
    assert (answer.status, b"BadDigest" in answer.data) == (400, True)
    answer = urllib3.request("PUT", target["url"], body=PYTHON_MODEL, headers=target["headers"])
    assert answer.status == 200
