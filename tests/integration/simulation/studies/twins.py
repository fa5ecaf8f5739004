"""A site whose models are twins of Twin Builder, with licences, as the studies of these need it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.integration.simulate.test_ansys_twins import MARK, made
from tests.integration.simulation.studies.conftest import synthesized
from tests.integration.simulation.studies.site import StudySite
from twin.compile import compile_site
from twin.definition import load_site
from twin.definition.simulation_plane import SimulationDefinition
from twin_constructs.simulation import model_store

TOKENS = 2
SECRET = "plant/ansys-licences"
SERVER = "1055@licences.example"
LICENCES = {"twin_runtime": {"tokens": TOKENS, "server_secret": SECRET}}
NO_TWIN = {"TwinDescription.xml": MARK, "binaries/linux64/a.so": b"\x7fELF"}
"""The kind knows it by its description; only the Twin Runtime finds out that it is none."""


def need_environment(root: Path) -> None:
    """Skip where the image has no environment."""
    if not (root / ".build" / "venvs" / "simulate_ansys" / "bin" / "python").is_file():
        pytest.skip("no environment of the image simulate_ansys: run `make ansys`")


def images(studies: StudySite, study_id: str) -> list[tuple[str, int]]:
    """Return of the jobs of a study, oldest first, whose image they have and how large they are."""
    jobs = sorted(studies.jobs(study_id), key=lambda job: job["createdAt"])
    return [
        (
            "ansys" if "ansys" in job["jobDefinition"].lower() else "simulate",
            job["arrayProperties"].get("size", 1),
        )
        for job in jobs
    ]


def slow_down(studies: StudySite, sha256: str, steps_per_second: float) -> None:
    """Let the manifest that the image wrote of a twin say that it steps so fast."""
    (key,) = studies.objects(f"studies/manifests/{sha256}/")
    manifest = {**json.loads(studies.read(key)), "steps_per_second": steps_per_second}
    studies.put(key, json.dumps(manifest).encode())


def synthesized_twins(root: Path, folder: Path, **plane: object) -> Path:
    """Synthesize the simulation plane of a site with twins alone, checked by all rule packs.

    The models' file is no whole twin. `plane` are settings of the plane beside its licences.
    """
    file = made(folder / "exchanger.twin", NO_TWIN)
    site = compile_site(load_site(root / "sites" / "demo.yaml"))
    models = (
        replace(one, artefact=file.name, kind="ansys_twin", parameters=()) for one in site.models
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(model_store, "MODELS", file.parent)
        return synthesized(
            root,
            folder / "cdk.out",
            document=replace(site, models=tuple(models)),
            plane=SimulationDefinition.model_validate({"licences": LICENCES, **plane}),
            is_validated=True,
        )
