"""Distributed Map: item sources, batches, tolerated failures, result files, Map Runs."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from typing import Any

import pytest

from tests.integration.execution.stepfunctions.conftest import Tokens, distributed, ended

Client = Callable[[str], Any]
Json = dict[str, Any]
Run = Callable[..., Json]
PASS: Json = {"StartAt": "P", "States": {"P": {"Type": "Pass", "End": True}}}
FAILS_ABOVE_TWO: Json = {
    "StartAt": "C",
    "States": {
        "C": {
            "Type": "Choice",
            "Choices": [{"Variable": "$.n", "NumericGreaterThan": 2, "Next": "F"}],
            "Default": "S",
        },
        "S": {"Type": "Succeed"},
        "F": {"Type": "Fail", "Error": "Bad", "Cause": "n is too large"},
    },
}
NUMBERS = [{"n": index} for index in range(5)]


@pytest.fixture(scope="module")
def bucket(client: Client) -> str:
    """Return a bucket with one object of each kind."""
    s3, name = client("s3"), f"items-{uuid.uuid4()}"
    s3.create_bucket(Bucket=name)
    inventory = {
        "destinationBucket": f"arn:aws:s3:::{name}",
        "fileFormat": "CSV",
        "fileSchema": "Bucket, Key",
        "files": [{"key": "rows.csv"}],
    }
    objects = {
        "in/a.json": json.dumps(NUMBERS),
        "in/b.jsonl": "\n".join(json.dumps(row) for row in NUMBERS),
        "table.csv": "a;b\n1;2\n3;4\n",
        "manifest.json": json.dumps(inventory),
        "rows.csv": f'"{name}","x"\n"{name}","y"\n',
    }
    for key, text in objects.items():
        s3.put_object(Bucket=name, Key=key, Body=text.encode())
    return name


def reader(bucket: str, key: str, **config: object) -> Json:
    return {
        "Resource": "arn:aws:states:::s3:getObject",
        "Parameters": {"Bucket": bucket, "Key": key},
        "ReaderConfig": config,
    }


@pytest.mark.parametrize("kind", ["STANDARD", "EXPRESS"])
def test_items_of_the_input_are_selected_and_run_as_children(run: Run, kind: str) -> None:
    selector = {"v.$": "$$.Map.Item.Value", "i.$": "$$.Map.Item.Index", "k.$": "$.k"}
    machine = distributed(
        PASS, kind=kind, ItemsPath="$.l", ItemSelector=selector, ToleratedFailurePercentage=10
    )
    output = run(machine, {"l": ["a", "b"], "k": 9})
    assert json.loads(output["output"]) == [{"v": "a", "i": 0, "k": 9}, {"v": "b", "i": 1, "k": 9}]


@pytest.mark.parametrize(
    ("key", "config", "expected"),
    [
        ("in/a.json", {"InputType": "JSON", "MaxItems": 2}, NUMBERS[:2]),
        ("in/b.jsonl", {"InputType": "JSONL"}, NUMBERS),
        (
            "table.csv",
            {"InputType": "CSV", "CSVHeaderLocation": "FIRST_ROW", "CSVDelimiter": "SEMICOLON"},
            [{"a": "1", "b": "2"}, {"a": "3", "b": "4"}],
        ),
    ],
)
def test_items_are_read_from_an_object(
    run: Run, bucket: str, key: str, config: Json, expected: list[Json]
) -> None:
    output = run(distributed(PASS, ItemReader=reader(bucket, key, **config)))
    assert json.loads(output["output"]) == expected


def test_items_are_read_from_an_inventory_and_from_a_listing(run: Run, bucket: str) -> None:
    manifest = reader(bucket, "manifest.json", InputType="MANIFEST")
    rows = json.loads(run(distributed(PASS, ItemReader=manifest))["output"])
    assert [row["Key"] for row in rows] == ["x", "y"]
    listing = {
        "Resource": "arn:aws:states:::s3:listObjectsV2",
        "Parameters": {"Bucket": bucket, "Prefix.$": "$.p"},
    }
    listed = json.loads(run(distributed(PASS, ItemReader=listing), {"p": "in/"})["output"])
    assert [entry["Key"] for entry in listed] == ["in/a.json", "in/b.jsonl"]
    assert isinstance(listed[0]["LastModified"], int)


def test_an_object_that_is_missing_fails_the_state(run: Run, bucket: str) -> None:
    output = run(distributed(PASS, ItemReader=reader(bucket, "none", InputType="JSON")))
    assert (output["status"], output["error"]) == ("FAILED", "States.ItemReaderFailed")


def test_batches_have_items_and_a_common_input_and_results_are_written(
    client: Client, run: Run, bucket: str
) -> None:
    machine = distributed(
        PASS,
        ItemReader=reader(bucket, "in/a.json", InputType="JSON"),
        ItemBatcher={"MaxItemsPerBatch": 2, "BatchInput": {"k.$": "$.k"}},
        ResultWriter={
            "Resource": "arn:aws:states:::s3:putObject",
            "Parameters": {"Bucket": bucket, "Prefix": "out"},
        },
    )
    output = json.loads(run(machine, {"k": 1})["output"])
    s3 = client("s3")

    def read(key: str) -> Any:
        return json.loads(s3.get_object(Bucket=bucket, Key=key)["Body"].read())

    manifest = read(output["ResultWriterDetails"]["Key"])
    assert manifest["MapRunArn"] == output["MapRunArn"]
    assert (manifest["ResultFiles"]["FAILED"], manifest["ResultFiles"]["PENDING"]) == ([], [])
    rows = read(manifest["ResultFiles"]["SUCCEEDED"][0]["Key"])
    inputs = [json.loads(row["Input"]) for row in rows]
    assert inputs[0] == {"BatchInput": {"k": 1}, "Items": NUMBERS[:2]}
    assert [len(one["Items"]) for one in inputs] == [2, 2, 1]
    assert {row["Status"] for row in rows} == {"SUCCEEDED"}


def test_more_failures_than_tolerated_fail_the_state(run: Run, bucket: str) -> None:
    source = reader(bucket, "in/a.json", InputType="JSON")
    none = run(distributed(FAILS_ABOVE_TWO, ItemReader=source))
    assert none["error"] == "States.ExceedToleratedFailureThreshold"
    share = run(distributed(FAILS_ABOVE_TWO, ItemReader=source, ToleratedFailurePercentage=30))
    assert share["error"] == "States.ExceedToleratedFailureThreshold"
    some = run(distributed(FAILS_ABOVE_TWO, ItemReader=source, ToleratedFailureCount=2))
    assert some["status"] == "SUCCEEDED"
    failed = {"Error": "Bad", "Cause": "n is too large"}
    assert json.loads(some["output"]) == [*NUMBERS[:3], failed, failed]


def test_a_map_run_is_counted_changed_and_its_children_are_listed(
    client: Client, begin: Callable[..., str], tokens: Tokens
) -> None:
    states = client("stepfunctions")
    processor = {"StartAt": "T", "States": {"T": tokens.state()}}
    execution = begin(distributed(processor, MaxConcurrency=2, Label="lab"), [1, 2, 3])
    first, second = tokens.next(), tokens.next()
    run_arn = states.list_map_runs(executionArn=execution)["mapRuns"][0]["mapRunArn"]
    counts = states.describe_map_run(mapRunArn=run_arn)["itemCounts"]
    assert (counts["running"], counts["pending"], counts["total"]) == (2, 1, 3)
    children = states.list_executions(mapRunArn=run_arn)["executions"]
    assert [child["status"] for child in children] == ["RUNNING", "RUNNING"]
    states.update_map_run(mapRunArn=run_arn, maxConcurrency=3, toleratedFailureCount=1)
    third = tokens.next()
    states.send_task_failure(taskToken=first, error="Broken", cause="by hand")
    for token in (second, third):
        states.send_task_success(taskToken=token, output='"ok"')
    output = ended(states, execution)
    assert json.loads(output["output"]).count("ok") == 2
    described = states.describe_map_run(mapRunArn=run_arn)
    assert (described["status"], described["itemCounts"]["failed"]) == ("SUCCEEDED", 1)


def test_stopping_the_parent_stops_the_children(
    client: Client, begin: Callable[..., str], tokens: Tokens
) -> None:
    states = client("stepfunctions")
    processor = {"StartAt": "T", "States": {"T": tokens.state()}}
    execution = begin(distributed(processor), [1])
    tokens.next()
    run_arn = states.list_map_runs(executionArn=execution)["mapRuns"][0]["mapRunArn"]
    states.stop_execution(executionArn=execution)
    assert states.describe_execution(executionArn=execution)["status"] == "ABORTED"
    child = states.list_executions(mapRunArn=run_arn)["executions"][0]["executionArn"]
    assert ended(states, child)["status"] == "ABORTED"
