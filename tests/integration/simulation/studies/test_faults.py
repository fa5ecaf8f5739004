"""What may go wrong while a study runs: lost machines, poisoned blocks, broken models, Ctrl-C."""

from __future__ import annotations

import hashlib
import json
import signal
import time
from collections.abc import Callable
from typing import Any

import psutil
import pytest

from tests.integration.simulation.studies.site import (
    MODEL,
    MODEL_ID,
    SLOW_MODEL,
    StudySite,
)

pytestmark = [pytest.mark.container, pytest.mark.slow]


def slow_study(studies: StudySite, first: float) -> dict[str, Any]:
    """Return a body of 24 rows that take five seconds, in blocks of a row and in two chunks."""
    # Nobody would plan so by the real speed: it makes many blocks and chunks of a short study.
    studies.deploy(SLOW_MODEL, steps_per_second=0.15)
    speeds = [first + number for number in range(24)]
    return {"design": {"name": "grid", "inputs": {"speed": speeds}}, "steps": 1}


def processes_of(study_id: str) -> list[psutil.Process]:
    """Return the processes of this machine that run chunks of a study."""
    found = []
    for process in psutil.process_iter(["cmdline"]):
        line = process.info["cmdline"] or []
        if "simulate" in line and any(study_id in part for part in line):
            found.append(process)
    return found


def blocks(studies: StudySite, study_id: str) -> dict[str, str]:
    return studies.objects(f"studies/{study_id}/blocks/")


def eventually(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def is_half_done(study: dict[str, Any]) -> bool:
    return bool(4 <= study["counts"]["done"] < 20)


def test_lost_machines_cost_no_finished_row(studies: StudySite) -> None:
    body = slow_study(studies, 1000.0)
    study_id = studies.start(**body)["study_id"]
    studies.until(study_id, is_half_done)
    for process in processes_of(study_id):  # the job, and the child that has the model
        for child in process.children(recursive=True):
            child.send_signal(signal.SIGKILL)
        process.send_signal(signal.SIGKILL)
    failed = studies.ended(study_id)
    assert (failed["state"], failed["error"]["code"]) == ("FAILED", "STUDY_FAILED")
    done = failed["counts"]["done"]
    assert 4 <= done < 24 and failed["counts"]["pending"] == 24 - done
    before = {key: tag for key, tag in blocks(studies, study_id).items() if ".json" in key}

    again = studies.start(**body)
    assert (again["study_id"], again["attempt"]) == (study_id, 2)
    study = studies.ended(study_id)
    assert (study["state"], study["counts"]["done"]) == ("SUCCEEDED", 24)
    assert before.items() <= blocks(studies, study_id).items()
    chunks = [
        json.loads(studies.read(key)) for key in studies.objects(f"studies/{study_id}/chunks/")
    ]
    assert sum(chunk["blocks_reused"] for chunk in chunks) >= len(before)


def test_poisoned_block_is_run_again(studies: StudySite) -> None:
    body = slow_study(studies, 2000.0)
    study_id = studies.start(**body)["study_id"]
    studies.until(study_id, is_half_done)
    studies.cancel(study_id)
    assert studies.ended(study_id)["state"] == "CANCELLED"
    marks = sorted(key for key in blocks(studies, study_id) if key.endswith(".json"))
    good = blocks(studies, study_id)
    poisoned = marks[0].replace(".json", ".parquet")
    studies.put(poisoned, b"PAR1 no rows PAR1")
    studies.start(**body)
    study = studies.ended(study_id)
    assert (study["state"], study["counts"]["done"]) == ("SUCCEEDED", 24)
    assert good.items() <= blocks(studies, study_id).items(), "the block is what it was"
    flow = studies.results(study_id)["outputs"]["flow"]
    assert (flow["count"], flow["minimum"], flow["maximum"]) == (24, 4000.0, 4046.0)


def test_cancelled_study_ends_its_jobs_and_may_go_on_later(studies: StudySite) -> None:
    body = slow_study(studies, 3000.0)
    study_id = studies.start(**body)["study_id"]
    studies.until(study_id, is_half_done)
    assert processes_of(study_id)
    studies.cancel(study_id)
    study = studies.ended(study_id)
    assert (study["state"], study["finished_at"] is not None) == ("CANCELLED", True)
    eventually(lambda: not processes_of(study_id))
    eventually(lambda: {job["status"] for job in studies.jobs(study_id)} == {"FAILED"})
    assert studies.cancel(study_id) == {**study, "was_cached": False}, "once more is no change"
    path = {"study_id": study_id}
    status, refusal = studies.call("GET", "/studies/{study_id}/results", path=path)
    assert (status, refusal["code"], refusal["found"]) == (409, "STUDY_NOT_OVER", "CANCELLED")

    assert studies.start(**body)["attempt"] == 2
    assert studies.ended(study_id)["state"] == "SUCCEEDED"


def test_repeated_request_under_its_key_does_not_begin_a_cancelled_study_again(
    studies: StudySite,
) -> None:
    body = {**slow_study(studies, 4000.0), "idempotency_key": "k-cancelled"}
    study_id = studies.start(**body)["study_id"]
    studies.cancel(study_id)
    studies.ended(study_id)
    assert studies.start(**body)["state"] == "CANCELLED"


BROKEN = MODEL + b"\nraise RuntimeError('not today')\n"


@pytest.mark.parametrize("steps_per_second", [None, 1000.0])
def test_model_that_cannot_be_loaded_fails_the_study_with_its_code(
    studies: StudySite, steps_per_second: float | None
) -> None:
    """With a manifest it is found out by the chunk, without one by the job that describes."""
    studies.deploy(BROKEN, steps_per_second=steps_per_second)
    design = {"name": "grid", "inputs": {"speed": [5001.0]}}
    study = studies.ended(studies.start(design=design, steps=1)["study_id"])
    assert study["state"] == "FAILED"
    assert study["error"]["code"] == "MODEL_BROKEN"
    assert "not today" in study["error"]["found"]
    assert study["counts"] == {"accepted": 1, "done": 0, "failed": 0, "pending": 1}


def test_unknown_variable_is_found_out_as_soon_as_the_model_is_described(
    studies: StudySite,
) -> None:
    studies.deploy(MODEL + b"# never seen\n")
    design = {"name": "grid", "inputs": {"speeed": [1.0]}}
    body = {"model_id": MODEL_ID, "design": design, "steps": 1}
    status, study = studies.call("POST", "/studies", body)
    assert status == 202
    ended = studies.ended(study["study_id"])
    assert (ended["state"], ended["error"]["code"]) == ("FAILED", "STUDY_INVALID")
    assert "speeed" in ended["error"]["message"]
    status, refusal = studies.call("POST", "/studies", body)
    assert (status, refusal["code"]) == (400, "STUDY_INVALID"), "now it is known at once"


def test_manifest_that_was_changed_is_not_believed(studies: StudySite) -> None:
    model = MODEL + b"# with a manifest\n"
    studies.deploy(model, steps_per_second=1000.0)
    (key,) = studies.objects(f"models/{hashlib.sha256(model).hexdigest()}/manifest-")
    studies.put(key, studies.read(key).replace(b"1000000.0", b"1.0"))
    body = {"model_id": MODEL_ID, "design": {"name": "grid", "inputs": {"speed": [5.0]}}}
    status, refusal = studies.call("POST", "/studies", body)
    assert (status, refusal["code"]) == (400, "MODEL_MANIFEST_INVALID")


def test_study_of_which_every_row_fails_has_no_results(studies: StudySite) -> None:
    studies.deploy(MODEL)
    design = {"name": "grid", "inputs": {"speed": [13.0, 99.0]}}
    study = studies.ended(studies.start(design=design, steps=1)["study_id"])
    assert (study["state"], study["error"]["code"]) == ("FAILED", "STUDY_WITHOUT_RESULTS")
    assert study["counts"] == {"accepted": 2, "done": 0, "failed": 2, "pending": 0}


def test_execution_of_no_study_harms_nothing(studies: StudySite) -> None:
    answer = studies.client("lambda").invoke(
        FunctionName=studies.resources["simulation_study_fail"],
        Payload=json.dumps(
            {
                "detail-type": "Step Functions Execution Status Change",
                "detail": {"name": "by-hand", "status": "ABORTED", "input": "{}"},
            }
        ),
    )
    assert json.loads(answer["Payload"].read()) == {"study_id": "by-hand", "state": "UNKNOWN"}
