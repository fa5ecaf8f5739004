"""Items of a distributed Map from many files, and result files as a WriterConfig asks for them."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.integration.execution.conftest import ROLE
from tests.integration.execution.stepfunctions.conftest import distributed

Client = Callable[[str], Any]
Json = dict[str, Any]
Run = Callable[..., Json]
PASS: Json = {"StartAt": "P", "States": {"P": {"Type": "Pass", "End": True}}}


@pytest.fixture(scope="module")
def bucket(client: Client) -> str:
    """Return a bucket with items in several files."""
    s3, name = client("s3"), f"files-{uuid.uuid4()}"
    s3.create_bucket(Bucket=name)
    objects = {
        "days/1.json": '[{"n": 1}, {"n": 2}]',
        "days/2.json": '[{"n": 3}]',
        "query.csv": f"s3://{name}/query/a\ns3://{name}/query/b\n",
        "query/a": "n\n1\n2\n",
        "query/b": "n\n3\n",
        "lists.json": "[[1, 2], [3]]",
    }
    for key, text in objects.items():
        s3.put_object(Bucket=name, Key=key, Body=text.encode())
    return name


def reader(action: str, parameters: Json, **config: object) -> Json:
    return {
        "Resource": f"arn:aws:states:::s3:{action}",
        "Parameters": parameters,
        "ReaderConfig": config,
    }


def test_the_items_of_all_listed_objects_are_loaded(run: Run, bucket: str) -> None:
    source = reader(
        "listObjectsV2",
        {"Bucket": bucket, "Prefix": "days/"},
        InputType="JSON",
        Transformation="LOAD_AND_FLATTEN",
        MaxItems=10,
    )
    output = run(distributed(PASS, ItemReader=source))
    assert json.loads(output["output"]) == [{"n": 1}, {"n": 2}, {"n": 3}]


def test_the_rows_of_the_files_of_a_query_are_items(run: Run, bucket: str) -> None:
    source = reader(
        "getObject",
        {"Bucket": bucket, "Key": "query.csv"},
        InputType="CSV",
        ManifestType="ATHENA_DATA",
        CSVHeaderLocation="FIRST_ROW",
    )
    output = run(distributed(PASS, ItemReader=source))
    assert json.loads(output["output"]) == [{"n": "1"}, {"n": "2"}, {"n": "3"}]


@pytest.mark.parametrize(
    ("config", "name", "expected"),
    [
        ({"Transformation": "COMPACT", "OutputType": "JSON"}, "SUCCEEDED_0.json", [[1, 2], [3]]),
        ({"Transformation": "FLATTEN", "OutputType": "JSON"}, "SUCCEEDED_0.json", [1, 2, 3]),
        ({"Transformation": "FLATTEN", "OutputType": "JSONL"}, "SUCCEEDED_0.jsonl", [1, 2, 3]),
    ],
)
def test_results_are_written_in_the_form_that_is_asked_for(
    client: Client, run: Run, bucket: str, config: Json, name: str, expected: list[Any]
) -> None:
    writer = {
        "Resource": "arn:aws:states:::s3:putObject",
        "Parameters": {"Bucket": bucket, "Prefix": "out"},
        "WriterConfig": config,
    }
    source = reader("getObject", {"Bucket": bucket, "Key": "lists.json"}, InputType="JSON")
    output = json.loads(run(distributed(PASS, ItemReader=source, ResultWriter=writer))["output"])
    s3 = client("s3")

    def read(key: str) -> str:
        return str(s3.get_object(Bucket=bucket, Key=key)["Body"].read().decode())

    manifest = json.loads(read(output["ResultWriterDetails"]["Key"]))
    key = manifest["ResultFiles"]["SUCCEEDED"][0]["Key"]
    assert key.endswith(f"/{name}")
    text = read(key)
    lines = config["OutputType"] == "JSONL"
    assert ([json.loads(row) for row in text.splitlines()] if lines else json.loads(text)) == (
        expected
    )


def test_results_are_transformed_without_being_written(run: Run, bucket: str) -> None:
    source = reader("getObject", {"Bucket": bucket, "Key": "lists.json"}, InputType="JSON")
    writer = {"WriterConfig": {"Transformation": "FLATTEN", "OutputType": "JSON"}}
    output = run(distributed(PASS, ItemReader=source, ResultWriter=writer))
    assert json.loads(output["output"]) == [1, 2, 3]


def test_a_bucket_that_is_missing_fails_the_writer(run: Run, bucket: str) -> None:
    writer = {
        "Resource": "arn:aws:states:::s3:putObject",
        "Parameters": {"Bucket": "no-such-bucket"},
    }
    source = reader("getObject", {"Bucket": bucket, "Key": "lists.json"}, InputType="JSON")
    output = run(distributed(PASS, ItemReader=source, ResultWriter=writer))
    assert (output["status"], output["error"]) == ("FAILED", "States.ResultWriterFailed")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (
            {
                "ItemReader": {
                    **reader("getObject", {}, InputType="PARQUET"),
                }
            },
            "PARQUET is not implemented",
        ),
        (
            {"ResultWriter": {"WriterConfig": {"Transformation": "SORT", "OutputType": "JSON"}}},
            "WriterConfig",
        ),
    ],
)
def test_what_is_not_served_is_refused_with_the_definition(
    client: Client, fields: Json, words: str
) -> None:
    with pytest.raises(ClientError, match=words) as refused:
        client("stepfunctions").create_state_machine(
            name="refused", definition=json.dumps(distributed(PASS, **fields)), roleArn=ROLE
        )
    assert refused.value.response["Error"]["Code"] == "InvalidDefinition"
