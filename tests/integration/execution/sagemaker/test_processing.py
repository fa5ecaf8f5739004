"""Processing and transform jobs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.integration.execution.conftest import ROLE
from tests.integration.execution.event_queue import listening
from tests.integration.execution.sagemaker.conftest import BUCKET, objects, until

Client = Callable[[str], Any]
Json = dict[str, Any]


def begin(client: Client, image: str, name: str, seconds: int = 60, **environment: str) -> None:
    """Start a job that sums the numbers of the bucket."""
    source = {"S3Uri": f"s3://{BUCKET}/train/", "S3DataType": "S3Prefix"}
    target = {"S3Uri": f"s3://{BUCKET}/{name}", "S3UploadMode": "EndOfJob"}
    client("sagemaker").create_processing_job(
        ProcessingJobName=name,
        RoleArn=ROLE,
        AppSpecification={"ImageUri": image, "ContainerArguments": ["process"]},
        Environment=environment,
        ProcessingInputs=[
            {
                "InputName": "in",
                "S3Input": {**source, "LocalPath": "/opt/ml/processing/in"},
            }
        ],
        ProcessingOutputConfig={
            "Outputs": [
                {
                    "OutputName": "out",
                    "S3Output": {**target, "LocalPath": "/opt/ml/processing/out"},
                }
            ]
        },
        ProcessingResources={
            "ClusterConfig": {
                "InstanceCount": 1,
                "InstanceType": "ml.m5.large",
                "VolumeSizeInGB": 1,
            }
        },
        StoppingCondition={"MaxRuntimeInSeconds": seconds},
    )


def ended(client: Client, name: str) -> Json:
    describe = client("sagemaker").describe_processing_job
    return until(lambda: describe(ProcessingJobName=name), "ProcessingJobStatus")


def test_outputs_are_written_and_what_the_process_says_is_reported(
    client: Client, image: str
) -> None:
    begin(client, image, "sums", SCALE="2")
    job = ended(client, "sums")
    assert job["ProcessingJobStatus"] == "Completed", job.get("FailureReason")
    assert (job["ExitMessage"], job["Environment"]) == ("summed", {"SCALE": "2"})
    assert job["ProcessingEndTime"] >= job["ProcessingStartTime"]
    s3 = client("s3")
    [key] = objects(s3, "sums")
    assert s3.get_object(Bucket=BUCKET, Key=key)["Body"].read() == b"6.0"


def test_a_process_that_fails_fails_the_job_and_writes_nothing(client: Client, image: str) -> None:
    begin(client, image, "breaks", CODE="4")
    job = ended(client, "breaks")
    assert job["ProcessingJobStatus"] == "Failed"
    assert "exit code: 4" in job["FailureReason"]
    assert "Contents" not in client("s3").list_objects_v2(Bucket=BUCKET, Prefix="breaks")


def test_a_job_ends_when_it_is_stopped_or_beyond_its_time(client: Client, image: str) -> None:
    pattern = {
        "source": ["aws.sagemaker"],
        "detail-type": ["SageMaker Processing Job State Change"],
        "detail": {"ProcessingJobName": ["by-hand"]},
    }
    with listening(client, pattern) as queue:
        begin(client, image, "by-hand", SLEEP="30")
        begin(client, image, "by-time", seconds=1, SLEEP="30")
        client("sagemaker").stop_processing_job(ProcessingJobName="by-hand")
        assert ended(client, "by-hand")["ProcessingJobStatus"] == "Stopped"
        heard = queue.details(
            lambda found: any(one["ProcessingJobStatus"] == "Stopped" for one in found)
        )
    assert {one["ProcessingJobStatus"] for one in heard} >= {"InProgress", "Stopping", "Stopped"}
    assert ended(client, "by-time")["ProcessingJobStatus"] == "Stopped"


def transform(client: Client, name: str, source: str, **settings: Any) -> Json:
    """Run a transform job to its end."""
    sagemaker = client("sagemaker")
    location = {"S3DataType": "S3Prefix", "S3Uri": f"s3://{BUCKET}/{source}"}
    sagemaker.create_transform_job(
        TransformJobName=name,
        ModelName="transforms",
        TransformInput={"DataSource": {"S3DataSource": location}, "SplitType": "Line"},
        TransformOutput={"S3OutputPath": f"s3://{BUCKET}/{name}", "AssembleWith": "Line"},
        TransformResources={"InstanceType": "ml.m5.large", "InstanceCount": 1},
        **settings,
    )
    ask = lambda: sagemaker.describe_transform_job(TransformJobName=name)  # noqa: E731
    return until(ask, "TransformJobStatus")


def test_every_object_and_line_is_transformed_and_a_refusal_fails_the_job(
    client: Client, image: str, artifact: str
) -> None:
    container = {"Image": image, "ModelDataUrl": artifact}
    client("sagemaker").create_model(
        ModelName="transforms", PrimaryContainer=container, ExecutionRoleArn=ROLE
    )
    job = transform(client, "by-line", "in/", BatchStrategy="SingleRecord")
    assert job["TransformJobStatus"] == "Completed", job.get("FailureReason")
    s3 = client("s3")
    [key] = objects(s3, "by-line")
    assert key == "by-line/lines.txt.out"
    assert s3.get_object(Bucket=BUCKET, Key=key)["Body"].read() == b"[3.0]\n[6.0]\n"
    refused = transform(client, "refused", "bad.txt")
    assert refused["TransformJobStatus"] == "Failed"
    assert "answered 400 to bad.txt" in refused["FailureReason"]
    nothing = transform(client, "nothing", "none/")
    assert "no object was found" in nothing["FailureReason"]
