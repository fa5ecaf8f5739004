"""Train, serve, invoke and transform with a small package as the image."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.integration.execution.conftest import ACCOUNT, REGION, ROLE
from twin_local.engine.images import publish_images
from twin_local.execution.plant import Execution

Client = Callable[[str], Any]
Json = dict[str, Any]
IMAGE = f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/images:factor"
PROGRAM = """\
import http.server, json, os, pathlib, sys
ml = pathlib.Path(os.environ["SAGEMAKER_BASE_DIR"])
if sys.argv[1] == "train":
    settings = json.loads((ml / "input/config/hyperparameters.json").read_text())
    if settings.get("fail"):
        (ml / "output/failure").write_text("bad data")
        sys.exit(3)
    files = (ml / "input/data/train").iterdir()
    total = sum(float(word) for file in files for word in file.read_text().split())
    (ml / "model/factor.json").write_text(json.dumps(total))
    sys.exit(0)
factor = json.loads((ml / "model/factor.json").read_text())
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        try:
            code, text = 200, json.dumps([factor * float(word) for word in body.split()])
        except ValueError as error:
            code, text = 400, str(error)
        self.send_response(code)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())
address = ("127.0.0.1", int(os.environ["SAGEMAKER_BIND_TO_PORT"]))
http.server.HTTPServer(address, Handler).serve_forever()
"""


def until(ask: Callable[[], Json], member: str) -> Json:
    for _ in range(400):
        answer = ask()
        if answer[member] not in ("InProgress", "Stopping", "Creating"):
            return answer
        time.sleep(0.05)
    raise AssertionError(f"still {answer[member]}")


@pytest.fixture(scope="module")
def trained(aws: Execution, client: Client) -> Callable[..., Json]:
    """Return what trains a model and describes the job at its end."""
    folder = aws.context.state_dir / "factor-image"
    (folder / "factor").mkdir(parents=True)
    (folder / "Dockerfile").write_text('FROM python\nENTRYPOINT ["python", "-m", "factor"]\n')
    (folder / "factor" / "__init__.py").write_text("")
    (folder / "factor" / "__main__.py").write_text(PROGRAM)
    binaries = aws.context.build_dir / "venvs" / "factor" / "bin"
    binaries.mkdir(parents=True)
    (binaries / "python").symlink_to(sys.executable)
    publish_images({IMAGE: folder}, state_dir=aws.context.state_dir)
    s3, sagemaker = client("s3"), client("sagemaker")
    s3.create_bucket(Bucket="factors")
    s3.put_object(Bucket="factors", Key="train/a.txt", Body=b"1 2")
    s3.put_object(Bucket="factors", Key="bad.txt", Body=b"x")

    def train(name: str, image: str = IMAGE, **settings: str) -> Json:
        source = {"S3DataType": "S3Prefix", "S3Uri": "s3://factors/train/"}
        sagemaker.create_training_job(
            TrainingJobName=name,
            HyperParameters=settings,
            AlgorithmSpecification={"TrainingImage": image, "TrainingInputMode": "File"},
            RoleArn=ROLE,
            InputDataConfig=[{"ChannelName": "train", "DataSource": {"S3DataSource": source}}],
            OutputDataConfig={"S3OutputPath": "s3://factors/out"},
            ResourceConfig={
                "InstanceType": "ml.m5.large",
                "InstanceCount": 1,
                "VolumeSizeInGB": 1,
            },
            StoppingCondition={"MaxRuntimeInSeconds": 60},
        )
        ask = lambda: sagemaker.describe_training_job(TrainingJobName=name)  # noqa: E731
        return until(ask, "TrainingJobStatus")

    return train


def test_training_reports_how_it_ended(trained: Callable[..., Json]) -> None:
    failed = trained("fails", fail="1")
    assert failed["TrainingJobStatus"] == "Failed"
    assert failed["FailureReason"] == "AlgorithmError: bad data, exit code: 3"
    unknown = trained("unknown", image="nowhere/unknown:1")
    assert "is not published" in unknown["FailureReason"]


def test_a_trained_model_is_served_and_invoked(
    client: Client, trained: Callable[..., Json]
) -> None:
    job = trained("good")
    assert job["TrainingJobStatus"] == "Completed", job.get("FailureReason")
    sagemaker, runtime, s3 = client("sagemaker"), client("sagemaker-runtime"), client("s3")
    artifact = job["ModelArtifacts"]["S3ModelArtifacts"]
    container = {"Image": IMAGE, "ModelDataUrl": artifact}
    sagemaker.create_model(ModelName="m", PrimaryContainer=container, ExecutionRoleArn=ROLE)
    variant = {"VariantName": "v", "ModelName": "m", "InitialInstanceCount": 1}
    output = {"S3OutputPath": "s3://factors/ok", "S3FailurePath": "s3://factors/failed"}
    sagemaker.create_endpoint_config(
        EndpointConfigName="e",
        ProductionVariants=[{**variant, "InstanceType": "ml.m5.large"}],
        AsyncInferenceConfig={"OutputConfig": output},
    )
    sagemaker.create_endpoint(EndpointName="e", EndpointConfigName="e")
    ask = lambda: sagemaker.describe_endpoint(EndpointName="e")  # noqa: E731
    assert until(ask, "EndpointStatus")["EndpointStatus"] == "InService"
    answer = runtime.invoke_endpoint(EndpointName="e", Body=b"2 3")
    assert (answer["Body"].read(), answer["InvokedProductionVariant"]) == (b"[6.0, 9.0]", "v")
    with pytest.raises(ClientError) as refused:
        runtime.invoke_endpoint(EndpointName="e", Body=b"x")
    assert refused.value.response["OriginalStatusCode"] == 400
    for key in ("train/a.txt", "bad.txt"):
        runtime.invoke_endpoint_async(EndpointName="e", InputLocation=f"s3://factors/{key}")
    assert len(objects(s3, "ok")) == 1
    assert len(objects(s3, "failed")) == 1
    sagemaker.delete_endpoint(EndpointName="e")
    with pytest.raises(ClientError, match="not found"):
        runtime.invoke_endpoint(EndpointName="e", Body=b"2")


def objects(s3: Any, prefix: str) -> list[Any]:
    for _ in range(200):
        found: list[Any] = s3.list_objects_v2(Bucket="factors", Prefix=prefix).get("Contents", [])
        if found:
            return found
        time.sleep(0.05)
    return []
