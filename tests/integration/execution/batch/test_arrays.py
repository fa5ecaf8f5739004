"""Array jobs and dependencies."""

from __future__ import annotations

import pytest
from botocore.exceptions import ClientError

from tests.integration.execution.batch.conftest import Client, Submit, ended


def test_an_array_fails_when_a_child_does_and_its_followers_never_run(
    client: Client, submit: Submit
) -> None:
    array = submit("fail-at", "1", arrayProperties={"size": 3})
    follower = submit("pass", "0", dependsOn=[{"jobId": array}])
    parent = ended(client, array)
    summary = parent["arrayProperties"]["statusSummary"]
    assert parent["status"] == "FAILED"
    assert (summary["SUCCEEDED"], summary["FAILED"]) == (2, 1)
    child = client("batch").describe_jobs(jobs=[f"{array}:1"])["jobs"][0]
    assert child["arrayProperties"] == {"index": 1}
    assert ended(client, follower)["statusReason"] == "Dependent Job failed"
    listed = client("batch").list_jobs(arrayJobId=array, jobStatus="FAILED")["jobSummaryList"]
    assert [job["jobId"] for job in listed] == [f"{array}:1"]


def test_children_wait_for_the_one_before_or_the_same_of_another_array(
    client: Client, submit: Submit
) -> None:
    serial = submit("pass", "0", arrayProperties={"size": 2}, dependsOn=[{"type": "SEQUENTIAL"}])
    pairs = submit(
        "pass", "0", arrayProperties={"size": 2}, dependsOn=[{"type": "N_TO_N", "jobId": serial}]
    )
    assert {ended(client, job)["status"] for job in (serial, pairs)} == {"SUCCEEDED"}
    batch = client("batch")
    first, second = batch.describe_jobs(jobs=[f"{serial}:0", f"{serial}:1"])["jobs"]
    assert first["stoppedAt"] <= second["startedAt"]
    with pytest.raises(ClientError, match="same size"):
        submit(
            "pass",
            "0",
            arrayProperties={"size": 3},
            dependsOn=[{"type": "N_TO_N", "jobId": serial}],
        )
    with pytest.raises(ClientError, match="between 2 and 10000"):
        submit("pass", "0", arrayProperties={"size": 1})
