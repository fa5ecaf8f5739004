"""A bucket with numbers, an image that sums them, and what trains a model with both."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest

from tests.integration.execution.conftest import ROLE
from tests.integration.execution.sagemaker.factor import publish
from twin_local.execution.plant import Execution

Client = Callable[[str], Any]
Json = dict[str, Any]
Train = Callable[..., Json]
BUCKET = "factors"


@pytest.fixture(scope="package")
def image(aws: Execution, client: Client) -> str:
    """Return the URI of the image; the bucket has its data."""
    s3 = client("s3")
    s3.create_bucket(Bucket=BUCKET)
    s3.put_object(Bucket=BUCKET, Key="train/a.txt", Body=b"1 2")
    s3.put_object(Bucket=BUCKET, Key="bad.txt", Body=b"x")
    s3.put_object(Bucket=BUCKET, Key="in/lines.txt", Body=b"1\n2\n")
    return publish(aws.context.state_dir, aws.context.build_dir)


def training(name: str, image: str, **more: Any) -> Json:
    """Return the parameters of a training job on the numbers of the bucket."""
    source = {"S3DataType": "S3Prefix", "S3Uri": f"s3://{BUCKET}/train/"}
    return {
        "TrainingJobName": name,
        "AlgorithmSpecification": {"TrainingImage": image, "TrainingInputMode": "File"},
        "RoleArn": ROLE,
        "InputDataConfig": [{"ChannelName": "train", "DataSource": {"S3DataSource": source}}],
        "OutputDataConfig": {"S3OutputPath": f"s3://{BUCKET}/out"},
        "ResourceConfig": {
            "InstanceType": "ml.m5.large",
            "InstanceCount": 1,
            "VolumeSizeInGB": 1,
        },
        "StoppingCondition": {"MaxRuntimeInSeconds": 60},
        **more,
    }


@pytest.fixture(scope="package")
def train(client: Client, image: str) -> Train:
    """Return what trains a model and describes the job at its end."""
    sagemaker = client("sagemaker")

    def run(name: str, **more: Any) -> Json:
        sagemaker.create_training_job(**training(name, image, **more))
        ask = lambda: sagemaker.describe_training_job(TrainingJobName=name)  # noqa: E731
        return until(ask, "TrainingJobStatus")

    return run


@pytest.fixture(scope="package")
def artifact(train: Train) -> str:
    """Return where a trained model is."""
    job = train("trained")
    assert job["TrainingJobStatus"] == "Completed", job.get("FailureReason")
    return str(job["ModelArtifacts"]["S3ModelArtifacts"])


def until(ask: Callable[[], Json], member: str, *also: str) -> Json:
    """Return a description that is at its end, or in one of the other states."""
    for _ in range(400):
        answer = ask()
        moving = ("InProgress", "Stopping", "Creating", "Updating")
        if answer[member] not in moving or answer[member] in also:
            return answer
        time.sleep(0.05)
    raise AssertionError(f"still {answer[member]}")


def objects(s3: Any, prefix: str, count: int = 1) -> list[str]:
    """Return the keys below a prefix once there are so many."""
    for _ in range(400):
        found = s3.list_objects_v2(Bucket=BUCKET, Prefix=prefix).get("Contents", [])
        if len(found) >= count:
            return [one["Key"] for one in found]
        time.sleep(0.05)
    raise AssertionError(f"{len(found)} objects below {prefix}")
