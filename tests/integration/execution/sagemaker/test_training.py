"""Training jobs: how they end, what they are given, and who is told."""

from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.integration.execution.event_queue import listening
from tests.integration.execution.sagemaker.conftest import BUCKET, training, until

Client = Callable[[str], Any]
Json = dict[str, Any]
Train = Callable[..., Json]
ECHO = """\
import json, os, pathlib, sys
file = pathlib.Path(os.environ["SM_MODEL_DIR"]) / "seen.json"
file.write_text(json.dumps([sys.argv[1:], os.environ.get("LEVEL")]))
"""


def read_model(client: Client, job: Json, name: str) -> Any:
    """Return what a file of a trained model says."""
    key = job["ModelArtifacts"]["S3ModelArtifacts"].removeprefix(f"s3://{BUCKET}/")
    body = client("s3").get_object(Bucket=BUCKET, Key=key)["Body"].read()
    with tarfile.open(fileobj=io.BytesIO(body)) as archive:
        member = archive.extractfile(name)
        assert member is not None
        return json.load(member)


def test_a_failure_is_reported_with_what_the_algorithm_wrote(train: Train) -> None:
    failed = train("fails", HyperParameters={"fail": "1"})
    assert failed["TrainingJobStatus"] == "Failed"
    assert failed["FailureReason"] == "AlgorithmError: bad data, exit code: 3"


def test_an_image_that_nobody_published_is_the_reason(train: Train) -> None:
    unknown = {"TrainingImage": "nowhere/unknown:1", "TrainingInputMode": "File"}
    job = train("unknown", AlgorithmSpecification=unknown)
    assert "is not published" in job["FailureReason"]


def test_entry_point_arguments_metrics_and_environment_are_kept_and_used(
    client: Client, train: Train, image: str
) -> None:
    given = {
        "TrainingImage": image,
        "TrainingInputMode": "File",
        "ContainerEntrypoint": ["python", "-c", ECHO],
        "ContainerArguments": ["--depth", "3"],
        "MetricDefinitions": [{"Name": "loss", "Regex": "loss=(.*)"}],
    }
    job = train("own-entry", AlgorithmSpecification=given, Environment={"LEVEL": "7"})
    assert job["TrainingJobStatus"] == "Completed", job.get("FailureReason")
    assert read_model(client, job, "seen.json") == [["--depth", "3"], "7"]
    assert job["AlgorithmSpecification"] == given
    assert job["Environment"] == {"LEVEL": "7"}


def test_a_job_beyond_its_longest_time_is_stopped(train: Train) -> None:
    job = train(
        "too-long",
        HyperParameters={"sleep": "30"},
        StoppingCondition={"MaxRuntimeInSeconds": 1},
    )
    assert (job["TrainingJobStatus"], job["SecondaryStatus"]) == ("Stopped", "MaxRuntimeExceeded")


def test_a_job_is_stopped_and_its_changes_reach_a_rule(client: Client, image: str) -> None:
    sagemaker, name = client("sagemaker"), "stopped"
    ask = lambda: sagemaker.describe_training_job(TrainingJobName=name)  # noqa: E731
    pattern = {
        "source": ["aws.sagemaker"],
        "detail-type": ["SageMaker Training Job State Change"],
        "detail": {"TrainingJobName": [name]},
    }
    with listening(client, pattern) as queue:
        sagemaker.create_training_job(**training(name, image, HyperParameters={"sleep": "30"}))
        with pytest.raises(ClientError) as twice:
            sagemaker.create_training_job(**training(name, image))
        assert twice.value.response["Error"]["Code"] == "ResourceInUse"
        queue.details(lambda heard: any(one.get("SecondaryStatus") == "Training" for one in heard))
        sagemaker.stop_training_job(TrainingJobName=name)
        assert until(ask, "TrainingJobStatus")["TrainingJobStatus"] == "Stopped"
        statuses = queue.details(
            lambda heard: any(one["TrainingJobStatus"] == "Stopped" for one in heard)
        )
    assert {one["TrainingJobStatus"] for one in statuses} == {"InProgress", "Stopping", "Stopped"}
    with pytest.raises(ClientError, match="not found"):
        sagemaker.stop_training_job(TrainingJobName="nobody")
