"""A site whose models are twins of Twin Builder, with licences, as the studies of these need it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from tests.integration.simulate.test_ansys_twins import MARK, made
from tests.integration.simulation.studies.conftest import deployed, synthesized
from tests.integration.simulation.studies.site import StudySite
from twin.compile import compile_site
from twin.definition import load_site
from twin.definition.simulation_plane import SimulationDefinition
from twin_constructs.simulation import model_store, study_job
from twin_constructs.staging import Extra, stage_image

IMAGE = "simulate_ansys"
TOKENS = 2
SECRET = "plant/ansys-licences"
SERVER = "1055@licences.example"
LICENCES = {"twin_runtime": {"tokens": TOKENS, "server_secret": SECRET}}
NO_TWIN = {"TwinDescription.xml": MARK, "binaries/linux64/a.so": b"\x7fELF"}
"""The kind knows it by its description; only the Twin Runtime finds out that it is none."""


@contextmanager
def deployed_twins(
    root: Path, paths: pytest.TempPathFactory, *, extras: tuple[Extra, ...] = ()
) -> Iterator[StudySite]:
    """Deploy a site of twins and yield it; `extras` take the place of files of their image.

    The licence server's address is a secret of its account.
    """
    _need_environment(root)
    folder = paths.mktemp("twins")

    def staged(image: str) -> Path:
        return stage_image(image, extras=extras if image == IMAGE else ())

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(study_job, "stage_image", staged)
        assembly = synthesized_twins(root, folder)
    with deployed(root, folder, assembly, secrets={SECRET: SERVER}) as site:
        yield site


def _need_environment(root: Path) -> None:
    """Skip where the image has no environment."""
    if not (root / ".build" / "venvs" / IMAGE / "bin" / "python").is_file():
        pytest.skip(f"no environment of the image {IMAGE}: run `make ansys`")


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
