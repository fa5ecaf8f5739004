"""Endpoints: served, invoked, invoked later, changed, and made from a template."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.integration.execution.conftest import ACCOUNT, OPEN, REGION, ROLE
from tests.integration.execution.sagemaker.conftest import BUCKET, objects, until
from twin_local.engine.clients import Clients
from twin_local.engine.engine import Engine, Target
from twin_local.engine.reading import Sent, read_back
from twin_local.engine.template import read_template
from twin_local.execution.plant import Execution

Client = Callable[[str], Any]
Json = dict[str, Any]
VARIANT = {"VariantName": "v", "InitialInstanceCount": 1, "InstanceType": "ml.m5.large"}


@pytest.fixture(scope="module")
def model(client: Client, image: str, artifact: str) -> str:
    """Return the name of a model of factor 3."""
    container = {"Image": image, "ModelDataUrl": artifact}
    client("sagemaker").create_model(
        ModelName="three", PrimaryContainer=container, ExecutionRoleArn=ROLE
    )
    return "three"


def configure(client: Client, model: str, **more: Any) -> str:
    """Make a configuration of one variant; return its name."""
    name = f"c-{uuid.uuid4()}"
    client("sagemaker").create_endpoint_config(
        EndpointConfigName=name, ProductionVariants=[{**VARIANT, "ModelName": model}], **more
    )
    return name


def settled(client: Client, name: str) -> Json:
    describe = client("sagemaker").describe_endpoint
    return until(lambda: describe(EndpointName=name), "EndpointStatus")


def begin(client: Client, name: str, config: str) -> Json:
    client("sagemaker").create_endpoint(EndpointName=name, EndpointConfigName=config)
    return settled(client, name)


def test_a_model_is_served_invoked_and_gone_when_it_is_deleted(client: Client, model: str) -> None:
    sagemaker, runtime = client("sagemaker"), client("sagemaker-runtime")
    assert begin(client, "e", configure(client, model))["EndpointStatus"] == "InService"
    answer = runtime.invoke_endpoint(EndpointName="e", Body=b"2 3")
    assert (answer["Body"].read(), answer["InvokedProductionVariant"]) == (b"[6.0, 9.0]", "v")
    with pytest.raises(ClientError) as refused:
        runtime.invoke_endpoint(EndpointName="e", Body=b"x")
    assert refused.value.response["Error"]["Code"] == "ModelError"
    answered: Any = refused.value.response
    assert answered["OriginalStatusCode"] == 400
    with pytest.raises(ClientError, match="does not support async"):
        runtime.invoke_endpoint_async(EndpointName="e", InputLocation="s3://factors/bad.txt")
    sagemaker.delete_endpoint(EndpointName="e")
    with pytest.raises(ClientError, match="not found"):
        runtime.invoke_endpoint(EndpointName="e", Body=b"2")


def test_asynchronous_outcomes_are_written_and_told_to_their_topics(
    client: Client, model: str
) -> None:
    sqs, sns = client("sqs"), client("sns")
    topics, urls = {}, {}
    for kind in ("SuccessTopic", "ErrorTopic"):
        name = f"{kind}-{uuid.uuid4()}"
        urls[kind] = sqs.create_queue(QueueName=name, Attributes=OPEN)["QueueUrl"]
        topics[kind] = sns.create_topic(Name=name)["TopicArn"]
        arn = f"arn:aws:sqs:{REGION}:{ACCOUNT}:{name}"
        raw = {"RawMessageDelivery": "true"}
        sns.subscribe(TopicArn=topics[kind], Protocol="sqs", Endpoint=arn, Attributes=raw)
    output = {
        "S3OutputPath": f"s3://{BUCKET}/ok",
        "S3FailurePath": f"s3://{BUCKET}/failed",
        "NotificationConfig": topics,
    }
    config = configure(client, model, AsyncInferenceConfig={"OutputConfig": output})
    begin(client, "later", config)
    runtime, s3 = client("sagemaker-runtime"), client("s3")
    answers = {
        key: runtime.invoke_endpoint_async(
            EndpointName="later", InputLocation=f"s3://{BUCKET}/{key}"
        )
        for key in ("train/a.txt", "bad.txt")
    }
    [done], [failed] = objects(s3, "ok"), objects(s3, "failed")
    good, bad = answers["train/a.txt"], answers["bad.txt"]
    assert good["OutputLocation"] == f"s3://{BUCKET}/{done}"
    assert bad["FailureLocation"] == f"s3://{BUCKET}/{failed}"
    assert s3.get_object(Bucket=BUCKET, Key=done)["Body"].read() == b"[3.0, 6.0]"
    told = {kind: received(sqs, url) for kind, url in urls.items()}
    success, failure = told["SuccessTopic"], told["ErrorTopic"]
    assert (success["invocationStatus"], success["inferenceId"]) == (
        "Completed",
        good["InferenceId"],
    )
    assert success["responseParameters"] == {"outputLocation": good["OutputLocation"]}
    assert failure["invocationStatus"] == "Failed"
    assert "server error (400)" in failure["failureReason"]
    assert failure["requestParameters"]["inputLocation"] == f"s3://{BUCKET}/bad.txt"
    client("sagemaker").delete_endpoint(EndpointName="later")


def received(sqs: Any, url: str) -> Json:
    for _ in range(10):
        found = sqs.receive_message(QueueUrl=url, WaitTimeSeconds=2).get("Messages", [])
        if found:
            body: Json = json.loads(found[0]["Body"])
            return body
    raise AssertionError("nothing was told")


def test_an_endpoint_changes_to_another_model_or_stays_as_it_was(
    client: Client, model: str, train: Callable[..., Json], image: str
) -> None:
    sagemaker, runtime = client("sagemaker"), client("sagemaker-runtime")
    job = train("six", Environment={"SCALE": "2"})
    for name, uri in (("six", image), ("missing", "nowhere/unknown:1")):
        data = job["ModelArtifacts"]["S3ModelArtifacts"]
        sagemaker.create_model(
            ModelName=name,
            PrimaryContainer={"Image": uri, "ModelDataUrl": data},
            ExecutionRoleArn=ROLE,
        )
    begin(client, "changes", configure(client, model))

    def change(name: str) -> Json:
        sagemaker.update_endpoint(
            EndpointName="changes", EndpointConfigName=configure(client, name)
        )
        return settled(client, "changes")

    after = change("six")
    assert after["EndpointStatus"] == "InService"
    answer = runtime.invoke_endpoint(EndpointName="changes", Body=b"1")["Body"].read()
    assert answer == b"[6.0]"
    failed = change("missing")
    assert failed["EndpointConfigName"] == after["EndpointConfigName"]
    assert "did not pass the ping health check" in failed["FailureReason"]
    answer = runtime.invoke_endpoint(EndpointName="changes", Body=b"1")["Body"].read()
    assert answer == b"[6.0]"
    sagemaker.delete_endpoint(EndpointName="changes")


def template(image: str, artifact: str) -> Json:
    """Return a stack of an endpoint."""

    def thing(kind: str, **properties: Any) -> Json:
        return {"Type": f"AWS::SageMaker::{kind}", "Properties": properties}

    container = {"Image": image, "ModelDataUrl": artifact}
    variant = {**VARIANT, "ModelName": {"Fn::GetAtt": ["Model", "ModelName"]}}
    config = {"Fn::GetAtt": ["Config", "EndpointConfigName"]}
    return {
        "Resources": {
            "Model": thing("Model", PrimaryContainer=container, ExecutionRoleArn=ROLE),
            "Config": thing("EndpointConfig", ProductionVariants=[variant]),
            "Endpoint": thing(
                "Endpoint",
                EndpointConfigName=config,
                Tags=[{"Key": "site", "Value": "demo"}],
            ),
        },
        "Outputs": {
            "Arn": {"Value": {"Ref": "Endpoint"}},
            "Name": {"Value": {"Fn::GetAtt": ["Endpoint", "EndpointName"]}},
        },
    }


def test_an_endpoint_of_a_template_answers_is_read_back_and_removed(
    aws: Execution, client: Client, image: str, artifact: str, tmp_path: Path
) -> None:
    target = Target(aws.context.endpoint_url, ACCOUNT, REGION, tmp_path)
    with Engine(target) as engine:
        stack = read_template(template(image, artifact), stack="served")
        engine.check_template(stack, {})
        made = engine.deploy_template(stack, {})
        runtime = client("sagemaker-runtime")
        answer = runtime.invoke_endpoint(EndpointName=made["Name"], Body=b"5")
        assert answer["Body"].read() == b"[15.0]"
        described = client("sagemaker").describe_endpoint(EndpointName=made["Name"])
        request = {
            "EndpointName": made["Name"],
            "EndpointConfigName": described["EndpointConfigName"],
            "Tags": [{"Key": "site", "Value": "demo"}],
        }
        sent = Sent("sagemaker", "CreateEndpoint", request, {"EndpointArn": made["Arn"]})
        clients = Clients(endpoint_url=aws.context.endpoint_url, region=REGION)
        assert read_back(clients, sent).lost == ()
        engine.destroy_stack("served")
    with pytest.raises(ClientError, match="not found"):
        runtime.invoke_endpoint(EndpointName=made["Name"], Body=b"5")
