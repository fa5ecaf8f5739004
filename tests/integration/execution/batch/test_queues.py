"""Fair share of a queue, and jobs that no environment is large enough for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.integration.execution.batch.conftest import Client, Json, Submit, ended, reach
from twin_local.execution.plant import Execution

NEVER = "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE"


@pytest.fixture(scope="module")
def shared(client: Client, place: Json) -> str:
    """Return a queue whose shares `design…` count half as much as the others."""
    batch = client("batch")
    shares = [{"shareIdentifier": "design*", "weightFactor": 0.5}]
    policy = batch.create_scheduling_policy(
        name="fair", fairsharePolicy={"shareDistribution": shares}
    )["arn"]
    queue = batch.describe_job_queues(jobQueues=[place["jobQueue"]])["jobQueues"][0]
    made = batch.create_job_queue(
        jobQueueName="shared",
        priority=1,
        state="ENABLED",
        schedulingPolicyArn=policy,
        computeEnvironmentOrder=queue["computeEnvironmentOrder"],
    )
    return str(made["jobQueueArn"])


@pytest.fixture
def share(client: Client, place: Json, shared: str) -> Callable[..., str]:
    """Return what submits a job of a share that runs until it is terminated."""

    def run(identifier: str, **settings: Any) -> str:
        job = client("batch").submit_job(
            jobName="shared",
            **{**place, "jobQueue": shared},
            shareIdentifier=identifier,
            containerOverrides={"command": ["sleep", "60"]},
            **settings,
        )
        return str(job["jobId"])

    return run


def status(client: Client, job: str) -> str:
    return str(client("batch").describe_jobs(jobs=[job])["jobs"][0]["status"])


def end(client: Client, *jobs: str) -> None:
    for job in jobs:
        client("batch").terminate_job(jobId=job, reason="enough")
    for job in jobs:
        ended(client, job)


def test_the_share_that_uses_least_is_next_then_the_priority_counts(
    client: Client, share: Callable[..., str]
) -> None:
    first, second = share("site"), share("site")
    for job in (first, second):
        reach(client, job, "RUNNING")
    older, urgent = share("site"), share("site", schedulingPriorityOverride=9)
    other = share("design-a")
    for job in (older, urgent, other):
        reach(client, job, "RUNNABLE")
    end(client, first)
    reach(client, other, "RUNNING")
    assert {status(client, job) for job in (older, urgent)} == {"RUNNABLE"}
    end(client, other)
    reach(client, urgent, "RUNNING")
    assert status(client, older) == "RUNNABLE"
    end(client, second)
    reach(client, older, "RUNNING")
    end(client, older, urgent)


def test_a_share_is_named_where_the_queue_shares_and_only_there(
    client: Client, place: Json, shared: str
) -> None:
    batch = client("batch")
    with pytest.raises(ClientError, match="shareIdentifier is required"):
        batch.submit_job(jobName="j", **{**place, "jobQueue": shared})
    with pytest.raises(ClientError, match="shareIdentifier is not allowed"):
        batch.submit_job(jobName="j", **place, shareIdentifier="a")


def test_a_job_that_never_fits_is_given_up_when_its_queue_says(
    aws: Execution, client: Client, place: Json, submit: Submit
) -> None:
    batch, queue = client("batch"), place["jobQueue"]
    limit = {"reason": NEVER, "state": "RUNNABLE", "maxTimeSeconds": 600, "action": "CANCEL"}
    too_short = {**limit, "maxTimeSeconds": 599}
    with pytest.raises(ClientError, match="between 600 and 86400"):
        batch.update_job_queue(jobQueue=queue, jobStateTimeLimitActions=[too_short])
    batch.update_job_queue(jobQueue=queue, jobStateTimeLimitActions=[limit])
    described = batch.describe_job_queues(jobQueues=[queue])["jobQueues"][0]
    assert described["jobStateTimeLimitActions"] == [limit]
    job = submit("pass", "0", overrides={"resourceRequirements": [{"type": "VCPU", "value": "4"}]})
    waiting = reach(client, job, "RUNNABLE")
    while "statusReason" not in waiting:
        waiting = reach(client, job, "RUNNABLE")
    assert waiting["statusReason"].startswith(NEVER)
    aws.timeline.advance(300)
    assert status(client, job) == "RUNNABLE"
    aws.timeline.advance(301)
    given_up = ended(client, job)
    assert (given_up["status"], given_up["statusReason"]) == (
        "FAILED",
        f"Canceled by JobStateTimeLimit action due to reason: {NEVER}",
    )
    batch.update_job_queue(jobQueue=queue, jobStateTimeLimitActions=[])
