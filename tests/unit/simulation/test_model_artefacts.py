"""Files of models at synth: told by content, and held against what the site file says."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from twin.simulation.model_errors import ManifestInvalid, ModelKindMismatch, ModelKindUnknown
from twin.simulation.registry_errors import BindingUnfit
from twin.site_document import SiteDocument
from twin_constructs.simulation.model_artefacts import manifest_file, model_artefacts
from twin_constructs.staging import StagingError

PYTHON_MODEL = b"VARIABLES = []\n\n\ndef step(state, inputs, parameters, dt_seconds): ...\n"
VARIABLES = [
    *({"name": name, "causality": "input"} for name in ("speed", "suction_pressure")),
    {"name": "discharge_pressure", "causality": "input", "unit": "bar"},
    *({"name": name, "causality": "parameter"} for name in ("wear", "efficiency_best")),
    *({"name": name, "causality": "output"} for name in ("flow", "power")),
]
WHERE = "twin.types.pump.models.pump.kind"


def of_file(site: SiteDocument, name: str, *, kind: str = "") -> SiteDocument:
    """Return the site with another file of its models."""
    models = tuple(replace(model, artefact=name, kind=kind) for model in site.models)
    return replace(site, models=models)


def write(folder: Path, content: bytes, manifest: dict[str, Any] | None = None) -> Path:
    file = folder / "pump.model"
    file.write_bytes(content)
    if manifest is not None:
        known = {
            "id": "pump",
            "kind": "python",
            "artefact_sha256": hashlib.sha256(content).hexdigest(),
            "artefact_bytes": len(content),
            "variables": VARIABLES,
            "step_seconds": 1.0,
        }
        manifest_file(file).write_text(json.dumps(known | manifest))
    return file


@pytest.mark.parametrize("stated", ["", "python"])
def test_kind_is_told_by_content_whatever_the_name(
    site: SiteDocument, tmp_path: Path, stated: str
) -> None:
    file = write(tmp_path, PYTHON_MODEL)
    (artefact,) = model_artefacts(of_file(site, file.name, kind=stated), tmp_path).values()
    assert artefact.setting == {
        "key": f"models/{artefact.sha256}/pump.model",
        "sha256": hashlib.sha256(PYTHON_MODEL).hexdigest(),
        "kind": "python",
    }


def test_kind_that_is_stated_otherwise_is_an_error_with_its_place(
    site: SiteDocument, tmp_path: Path
) -> None:
    file = write(tmp_path, PYTHON_MODEL)
    with pytest.raises(ModelKindMismatch) as caught:
        model_artefacts(of_file(site, file.name, kind="fmu"), tmp_path)
    assert (caught.value.found, caught.value.expected, caught.value.where) == (
        "python in pump.model",
        "fmu",
        WHERE,
    )


def test_manifest_beside_the_file_is_deployed_with_it(site: SiteDocument, tmp_path: Path) -> None:
    file = write(tmp_path, PYTHON_MODEL, {})
    (artefact,) = model_artefacts(of_file(site, file.name), tmp_path).values()
    assert artefact.manifest is not None
    manifest = artefact.manifest
    assert artefact.setting["manifest"] == manifest.digest
    key = f"models/{artefact.sha256}/manifests/{manifest.digest}.json"
    assert artefact.files[key] == manifest.to_json().encode()


def test_manifest_of_another_file_is_an_error(site: SiteDocument, tmp_path: Path) -> None:
    file = write(tmp_path, PYTHON_MODEL, {"artefact_sha256": "ab" * 32})
    with pytest.raises(ManifestInvalid, match="another file"):
        model_artefacts(of_file(site, file.name), tmp_path)


def test_model_that_lacks_what_is_bound_is_an_error(site: SiteDocument, tmp_path: Path) -> None:
    file = write(tmp_path, PYTHON_MODEL, {"variables": VARIABLES[1:]})
    with pytest.raises(BindingUnfit) as caught:
        model_artefacts(of_file(site, file.name), tmp_path)
    assert caught.value.found == "inputs.speed: no such variable"


def test_file_that_is_not_there_is_an_error(site: SiteDocument, tmp_path: Path) -> None:
    with pytest.raises(StagingError, match="run `make setup`"):
        model_artefacts(of_file(site, "fan.onnx"), tmp_path)


def test_file_that_no_kind_knows_is_an_error(site: SiteDocument, tmp_path: Path) -> None:
    file = write(tmp_path, b"\x00\x01")
    with pytest.raises(ModelKindUnknown):
        model_artefacts(of_file(site, file.name), tmp_path)


@pytest.mark.parametrize(
    "image", ["containers/pump_model", f"registry.example/pump@sha256:{'ab' * 32}"]
)
def test_model_that_is_an_image_names_it(site: SiteDocument, tmp_path: Path, image: str) -> None:
    file = write(tmp_path, json.dumps({"image": image}).encode())
    (artefact,) = model_artefacts(of_file(site, file.name), tmp_path).values()
    assert (artefact.kind.name, artefact.image) == ("container", image)
