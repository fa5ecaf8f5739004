"""Studies of twins of Twin Builder: the jobs of their image, their licences, their failures.

All is as it is deployed but for one module of the image (`twin_runtime.py` here): what it is to
load is encrypted, and cannot be made. `test_real_twins.py` has those of Ansys.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.integration.simulation.studies.site import StudySite
from tests.integration.simulation.studies.twins import TOKENS, deployed_twins, images, slow_down
from twin.simulation.study_keys import described_key
from twin_constructs.staging import Extra

pytestmark = [pytest.mark.container, pytest.mark.slow]

RUNTIME = "simulate_ansys/runtimes/ansys_twin.py"
PORT = 1055.0


@pytest.fixture(scope="module")
def studies(repository_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[StudySite]:
    """Deploy a site of twins whose image loads them by `twin_runtime.py`."""
    runtime = Extra(RUNTIME, Path(__file__).with_name("twin_runtime.py").read_bytes())
    with deployed_twins(repository_root, tmp_path_factory, extras=(runtime,)) as site:
        yield site


def speeds(first: float, count: int) -> dict[str, Any]:
    """Return a body of rows of one step."""
    values = [first + number for number in range(count)]
    return {
        "design": {"name": "grid", "inputs": {"speed": values}},
        "outputs": ["flow", "port"],
        "steps": 1,
    }


def artefact(studies: StudySite, study_id: str) -> str:
    """Return the SHA-256 of the file that a study is of."""
    order = json.loads(studies.read(f"studies/{study_id}/order.json"))
    return str(order["artefact"]["sha256"])


def test_image_of_the_twin_describes_it_and_runs_a_small_study_whole(studies: StudySite) -> None:
    study = studies.ended(studies.start(**speeds(100.0, 4))["study_id"])
    assert (study["state"], study["error"]) == ("SUCCEEDED", None)
    assert (study["kind"], study["chunks"], study["counts"]["done"]) == ("ansys_twin", 1, 4)
    assert images(studies, study["study_id"]) == [("ansys", 1), ("ansys", 1)]
    outputs = studies.results(study["study_id"])["outputs"]
    assert (outputs["flow"]["minimum"], outputs["flow"]["maximum"]) == (200.0, 206.0)
    assert outputs["port"]["mean"] == PORT, "the server is the one of the secret"


def test_manifest_is_kept_for_the_twins_own_image(studies: StudySite) -> None:
    study = studies.ended(studies.start(**speeds(200.0, 2))["study_id"])
    order = json.loads(studies.read(f"studies/{study['study_id']}/order.json"))
    variables = studies.client("lambda").get_function_configuration(
        FunctionName=studies.resources["simulation_studies"]
    )["Environment"]["Variables"]
    digest = json.loads(variables["STUDY_IMAGE_DIGESTS"])["simulate_ansys"]
    assert order["image_digest"] == digest
    assert described_key(order["artefact"]["sha256"], digest) in studies.objects("studies/")


def test_arrays_are_of_as_many_jobs_as_there_are_licences_one_after_another(
    studies: StudySite,
) -> None:
    first = studies.ended(studies.start(**speeds(300.0, 1))["study_id"])["study_id"]
    slow_down(studies, artefact(studies, first), 0.1)  # so it says: a row would take ten seconds
    study = studies.ended(studies.start(**speeds(400.0, 36))["study_id"])
    assert (study["state"], study["error"], study["chunks"]) == ("SUCCEEDED", None, 4)
    assert study["counts"] == {"accepted": 36, "done": 36, "failed": 0, "pending": 0}
    expected = [("ansys", TOKENS), ("ansys", TOKENS), ("simulate", 1)]
    assert images(studies, study["study_id"]) == expected
    arrays = sorted(studies.jobs(study["study_id"]), key=lambda job: job["createdAt"])[:2]
    assert arrays[0]["stoppedAt"] <= arrays[1]["createdAt"]
    flow = studies.results(study["study_id"])["outputs"]["flow"]
    assert (flow["count"], flow["minimum"], flow["maximum"]) == (36, 800.0, 870.0)


def test_lost_licence_fails_the_study_and_no_row(studies: StudySite) -> None:
    first = studies.ended(studies.start(**speeds(500.0, 1))["study_id"])["study_id"]
    slow_down(studies, artefact(studies, first), 0.15)  # blocks of one row
    body = speeds(11.0, 4)  # of which the third row has no licence
    study = studies.ended(studies.start(**body)["study_id"])
    assert (study["state"], study["error"]["code"]) == ("FAILED", "MODEL_LICENCE_UNAVAILABLE")
    assert "twin_runtime" in study["error"]["found"]
    assert study["counts"] == {"accepted": 4, "done": 2, "failed": 0, "pending": 2}
