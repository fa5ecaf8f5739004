"""State machines, models, jobs and callers of models may do what their roles allow."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Callable
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from tests.integration.execution.conftest import ACCOUNT, REGION, trusting
from tests.integration.execution.sagemaker.factor import publish
from twin_local.execution.plant import Execution

Client = Callable[[str], Any]
Json = dict[str, Any]
MakeRole = Callable[..., str]
MODEL = "anthropic.claude-sonnet-4-5-20250929-v1:0"
QUESTION = [{"role": "user", "content": [{"text": "hello"}]}]


@pytest.fixture
def role(client: Client) -> MakeRole:
    """Return a maker of roles that may do some actions, on anything if not said otherwise."""

    def make(*actions: str, on: str = "*") -> str:
        iam, name = client("iam"), f"r-{uuid.uuid4()}"
        trust = trusting("ecs-tasks", "sagemaker", "states")
        made = iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust)["Role"]["Arn"]
        if actions:
            statement = {"Effect": "Allow", "Action": list(actions), "Resource": on}
            document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
            iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=document)
        return str(made)

    return make


def of_role(aws: Execution, service: str, role_arn: str) -> Any:
    keys = aws.credentials.of_role(role_arn)
    return boto3.client(
        service,  # type: ignore[call-overload]
        region_name=REGION,
        endpoint_url=aws.context.endpoint_url,
        aws_access_key_id=keys.access_key_id,
        aws_secret_access_key=keys.secret_access_key,
        aws_session_token=keys.session_token,
        config=Config(inject_host_prefix=False, retries={"total_max_attempts": 1}),
    )


def refusal(call: Callable[[], Any]) -> str:
    with pytest.raises(ClientError) as refused:
        call()
    error = refused.value.response["Error"]
    assert error["Code"] == "AccessDeniedException"
    return str(error["Message"])


def test_a_state_machine_without_submit_job_fails_with_the_error_of_the_service(
    client: Client, role: MakeRole
) -> None:
    states = client("stepfunctions")
    task = {
        "Type": "Task",
        "Resource": "arn:aws:states:::batch:submitJob.sync",
        "Parameters": {"JobName": "j", "JobQueue": "q", "JobDefinition": "d"},
        "End": True,
    }
    machine = states.create_state_machine(
        name=f"m-{uuid.uuid4()}",
        definition=json.dumps({"StartAt": "T", "States": {"T": task}}),
        roleArn=role("batch:DescribeJobs"),
    )["stateMachineArn"]
    execution = states.start_execution(stateMachineArn=machine)["executionArn"]
    output = until(lambda: states.describe_execution(executionArn=execution), "status")
    assert (output["status"], output["error"]) == ("FAILED", "Batch.AccessDeniedException")
    assert f"batch:SubmitJob on resource: arn:aws:batch:{REGION}:{ACCOUNT}:job-queue/q" in str(
        output["cause"]
    )


def until(ask: Callable[[], Json], member: str) -> Json:
    for _ in range(400):
        answer = ask()
        if answer[member] not in ("RUNNING", "Creating", "InProgress"):
            return answer
        time.sleep(0.05)
    raise AssertionError(f"still {answer[member]}")


def test_a_model_whose_role_may_not_read_its_data_is_not_served(
    aws: Execution, client: Client, role: MakeRole, image: str
) -> None:
    sagemaker = client("sagemaker")
    container = {"Image": image, "ModelDataUrl": "s3://models/m.tar.gz"}
    sagemaker.create_model(
        ModelName="blind", PrimaryContainer=container, ExecutionRoleArn=role("s3:ListBucket")
    )
    variant = {"VariantName": "v", "ModelName": "blind", "InitialInstanceCount": 1}
    sagemaker.create_endpoint_config(
        EndpointConfigName="blind",
        ProductionVariants=[{**variant, "InstanceType": "ml.m5.large"}],
    )
    sagemaker.create_endpoint(EndpointName="blind", EndpointConfigName="blind")
    ask = lambda: sagemaker.describe_endpoint(EndpointName="blind")  # noqa: E731
    described = until(ask, "EndpointStatus")
    assert described["EndpointStatus"] == "Failed"
    assert "s3:GetObject on resource: arn:aws:s3:::models/m.tar.gz" in described["FailureReason"]


@pytest.fixture(scope="module")
def image(aws: Execution, client: Client) -> str:
    """Publish an image, unless another module did."""
    client("s3").create_bucket(Bucket="models")
    folder = aws.context.state_dir / "factor-image"
    uri = "111111111111.dkr.ecr.us-east-1.amazonaws.com/images:factor"
    return uri if folder.exists() else publish(aws.context.state_dir, aws.context.build_dir)


def test_a_training_job_whose_role_may_not_read_its_data_fails(
    client: Client, role: MakeRole, image: str
) -> None:
    sagemaker = client("sagemaker")
    source = {"S3DataType": "S3Prefix", "S3Uri": "s3://models/data/"}
    sagemaker.create_training_job(
        TrainingJobName="blind",
        AlgorithmSpecification={"TrainingImage": image, "TrainingInputMode": "File"},
        RoleArn=role("s3:GetObject"),
        InputDataConfig=[{"ChannelName": "train", "DataSource": {"S3DataSource": source}}],
        OutputDataConfig={"S3OutputPath": "s3://models/out"},
        ResourceConfig={"InstanceType": "ml.m5.large", "InstanceCount": 1, "VolumeSizeInGB": 1},
        StoppingCondition={"MaxRuntimeInSeconds": 60},
    )
    ask = lambda: sagemaker.describe_training_job(TrainingJobName="blind")  # noqa: E731
    job = until(ask, "TrainingJobStatus")
    assert job["TrainingJobStatus"] == "Failed"
    assert "s3:ListBucket on resource: arn:aws:s3:::models" in job["FailureReason"]


def test_an_endpoint_is_invoked_only_by_who_may(aws: Execution, role: MakeRole) -> None:
    arn = f"arn:aws:sagemaker:{REGION}:{ACCOUNT}:endpoint/e"
    other = of_role(aws, "sagemaker-runtime", role("sagemaker:InvokeEndpoint", on=arn + "x"))
    message = refusal(lambda: other.invoke_endpoint(EndpointName="e", Body=b"1"))
    assert f"sagemaker:InvokeEndpoint on resource: {arn}" in message
    allowed = of_role(aws, "sagemaker-runtime", role("sagemaker:InvokeEndpoint", on=arn))
    with pytest.raises(ClientError, match="not found"):
        allowed.invoke_endpoint(EndpointName="e", Body=b"1")


def test_jobs_and_endpoints_are_created_only_by_who_may(aws: Execution, role: MakeRole) -> None:
    base = f"arn:aws:sagemaker:{REGION}:{ACCOUNT}"
    sagemaker = of_role(aws, "sagemaker", role("sagemaker:CreateEndpoint", on=f"{base}:endpoint/*"))
    message = refusal(lambda: sagemaker.create_endpoint(EndpointName="n", EndpointConfigName="c"))
    assert f"sagemaker:CreateEndpoint on resource: {base}:endpoint-config/c" in message
    message = refusal(lambda: sagemaker.stop_training_job(TrainingJobName="t"))
    assert f"sagemaker:StopTrainingJob on resource: {base}:training-job/t" in message
    assert "sagemaker:ListModels on resource: *" in refusal(sagemaker.list_models)


def test_a_conversation_needs_the_action_to_invoke_its_model(
    aws: Execution, role: MakeRole
) -> None:
    arn = f"arn:aws:bedrock:{REGION}::foundation-model/{MODEL}"
    runtime = of_role(aws, "bedrock-runtime", role("bedrock:InvokeModel", on=arn))
    answer = runtime.converse(modelId=MODEL, messages=QUESTION)
    assert answer["stopReason"] == "end_turn"
    stream = refusal(lambda: runtime.converse_stream(modelId=MODEL, messages=QUESTION))
    assert f"bedrock:InvokeModelWithResponseStream on resource: {arn}" in stream
    profile = refusal(lambda: runtime.converse(modelId=f"eu.{MODEL}", messages=QUESTION))
    assert f"inference-profile/eu.{MODEL}" in profile
    nobody = of_role(aws, "bedrock-runtime", role("bedrock:ListFoundationModels"))
    assert "bedrock:InvokeModel" in refusal(
        lambda: nobody.converse(modelId=MODEL, messages=QUESTION)
    )
