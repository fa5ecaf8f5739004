"""Studies by the Twin Runtime itself: what Ansys exported, and what is no whole twin."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.simulate.test_ansys_twins import HEAT_EXCHANGER
from tests.integration.simulation.studies.site import SPEEDS, StudySite
from tests.integration.simulation.studies.twins import TOKENS, deployed_twins, images, slow_down

pytestmark = [pytest.mark.container, pytest.mark.slow]

LICENSED = "RC_heat_circuit_23R1.twin"
HEAT_FLOWS = [12000.0, 25000.0, 50000.0]


@pytest.fixture(scope="module")
def studies(repository_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[StudySite]:
    with deployed_twins(repository_root, tmp_path_factory) as site:
        yield site


@pytest.fixture
def twins(samples: Path) -> Path:
    folder = samples / "twin"
    for name in (HEAT_EXCHANGER, LICENSED):
        if not (folder / name).is_file():
            pytest.skip(f"no {name} in {folder}: docs/simulation/ansys.md says where to get some")
    return folder


def test_what_is_no_whole_twin_fails_the_study_with_its_code(studies: StudySite) -> None:
    studies.deploy_sites_own()
    study = studies.ended(studies.start(design=SPEEDS, steps=1)["study_id"])
    assert (study["state"], study["error"]["code"]) == ("FAILED", "MODEL_DESCRIPTION_INVALID")
    assert images(studies, study["study_id"]) == [("ansys", 1)]


def test_twin_is_described_run_in_arrays_and_collected(studies: StudySite, twins: Path) -> None:
    content = (twins / HEAT_EXCHANGER).read_bytes()
    studies.deploy(content, kind="ansys_twin")
    body = {"outputs": ["T_inner"], "steps": 5, "step_seconds": 10.0}
    grid = {"name": "grid", "inputs": {"heat_flow": HEAT_FLOWS}}
    study = studies.ended(studies.start(design=grid, **body)["study_id"])
    assert (study["state"], study["error"]) == ("SUCCEEDED", None)
    assert images(studies, study["study_id"]) == [("ansys", 1), ("ansys", 1)]
    whole = studies.results(study["study_id"])["outputs"]["T_inner"]
    assert 200 < whole["minimum"] < whole["maximum"] < 700

    slow_down(studies, hashlib.sha256(content).hexdigest(), 0.05)  # four chunks of one row
    grid = {"name": "grid", "inputs": {"heat_flow": [*HEAT_FLOWS, 30000.0]}}
    study = studies.ended(studies.start(design=grid, **body)["study_id"])
    assert (study["state"], study["chunks"], study["counts"]["done"]) == ("SUCCEEDED", 4, 4)
    arrays = [("ansys", TOKENS), ("ansys", TOKENS), ("simulate", 1)]
    assert images(studies, study["study_id"]) == arrays
    found = studies.results(study["study_id"])["outputs"]["T_inner"]
    assert (found["minimum"], found["maximum"]) == (whole["minimum"], whole["maximum"])


def test_twin_whose_licence_is_not_to_be_had_fails_the_study(
    studies: StudySite, twins: Path
) -> None:
    studies.deploy((twins / LICENSED).read_bytes(), kind="ansys_twin")
    design = {"name": "grid", "inputs": {"any": [1.0]}}
    study = studies.ended(studies.start(design=design, outputs=["any"], steps=1)["study_id"])
    assert (study["state"], study["error"]["code"]) == ("FAILED", "MODEL_LICENCE_UNAVAILABLE")
    assert "twin_runtime" in study["error"]["found"]
    assert images(studies, study["study_id"]) == [("ansys", 1)]
