"""Capacity, consumable resources, secrets, lost hosts, and what is told of jobs."""

from __future__ import annotations

import uuid

from moto.batch.models import batch_backends

from tests.integration.execution.batch.conftest import Client, Json, Submit, ended, reach
from tests.integration.execution.conftest import ACCOUNT, REGION
from tests.integration.execution.event_queue import listening
from twin_local.execution.plant import Execution

STATES = ("SUBMITTED", "RUNNABLE", "STARTING", "RUNNING", "SUCCEEDED")


def test_jobs_wait_for_vcpus_and_only_waiting_ones_are_cancelled(
    client: Client, submit: Submit
) -> None:
    two = {"resourceRequirements": [{"type": "VCPU", "value": "2"}]}
    batch = client("batch")
    running = submit("sleep", "30", overrides=two)
    reach(client, running, "RUNNING")
    waiting = submit("pass", "0")
    reach(client, waiting, "RUNNABLE")
    batch.cancel_job(jobId=running, reason="too late")
    batch.cancel_job(jobId=waiting, reason="not needed")
    job = ended(client, waiting)
    assert (job["status"], job["statusReason"], job["isCancelled"]) == (
        "FAILED",
        "not needed",
        True,
    )
    assert batch.describe_jobs(jobs=[running])["jobs"][0]["status"] == "RUNNING"
    batch.terminate_job(jobId=running, reason="enough")
    job = ended(client, running)
    assert (job["statusReason"], job["isTerminated"]) == ("enough", True)


def test_jobs_wait_for_a_licence(client: Client, submit: Submit) -> None:
    batch, name = client("batch"), f"licence-{uuid.uuid4()}"
    batch.create_consumable_resource(consumableResourceName=name, totalQuantity=1)
    need = {"consumableResourceList": [{"consumableResource": name, "quantity": 1}]}
    holder = submit("sleep", "30", consumableResourcePropertiesOverride=need)
    reach(client, holder, "RUNNING")
    described = batch.describe_consumable_resource(consumableResource=name)
    assert (described["inUseQuantity"], described["availableQuantity"]) == (1, 0)
    other = submit("pass", "0", consumableResourcePropertiesOverride=need)
    reach(client, other, "RUNNABLE")
    rows = batch.list_jobs_by_consumable_resource(consumableResource=name)["jobs"]
    assert {row["jobStatus"] for row in rows} == {"RUNNING", "RUNNABLE"}
    batch.update_consumable_resource(consumableResource=name, operation="ADD", quantity=1)
    assert ended(client, other)["status"] == "SUCCEEDED"
    batch.terminate_job(jobId=holder, reason="done")
    ended(client, holder)


def test_secrets_are_read_under_the_execution_role(client: Client, submit: Submit) -> None:
    job = ended(client, submit("secret", "0"))
    stream = job["container"]["logStreamName"]
    events = client("logs").get_log_events(logGroupName="/aws/batch/job", logStreamName=stream)
    assert [event["message"] for event in events["events"]] == ["secret open"]


def test_a_job_whose_host_was_lost_is_tried_again_if_its_strategy_says_so(
    aws: Execution, client: Client, submit: Submit
) -> None:
    rule = {"onStatusReason": "Host EC2*", "action": "RETRY"}
    strategy = {"attempts": 2, "evaluateOnExit": [rule, {"onReason": "*", "action": "EXIT"}]}
    retried = submit("pass", "0", retryStrategy=strategy)
    lost = submit("pass", "0")
    for job_id in (retried, lost):
        ended(client, job_id)
        job = batch_backends[ACCOUNT][REGION]._jobs[job_id]
        job.status, job.job_stopped = "RUNNING", False  # as it was kept before a kill
        assert job.latest_attempt is not None
        job.latest_attempt.pop("statusReason")
        aws.jobs.after_restart(job)
    again = ended(client, retried)
    assert (again["status"], len(again["attempts"])) == ("SUCCEEDED", 2)
    assert again["attempts"][0]["statusReason"] == "Host EC2 (embedded) terminated."
    failed = ended(client, lost)
    assert (failed["status"], failed["statusReason"]) == (
        "FAILED",
        "Host EC2 (embedded) terminated.",
    )


def test_each_change_of_a_job_reaches_a_rule(client: Client, submit: Submit) -> None:
    pattern = {"source": ["aws.batch"], "detail-type": ["Batch Job State Change"]}
    with listening(client, pattern) as queue:
        job = submit("pass", "0")

        def changes(heard: list[Json]) -> dict[str, Json]:
            return {one["status"]: one for one in heard if one["jobId"] == job}

        heard = changes(queue.details(lambda found: len(changes(found)) == len(STATES)))
    assert set(heard) == set(STATES)
    assert heard["SUCCEEDED"]["container"]["exitCode"] == 0
    assert heard["RUNNABLE"]["jobQueue"].endswith("/two")
