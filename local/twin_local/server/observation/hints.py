"""What the resource types are, in words, and where on the page more is to be seen of one."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from twin_local.engine.overview import ResourceRow
from twin_local.engine.recorded import RECORDED, WHOLE
from twin_local.engine.table import INERT_TYPES

TYPES = {
    "AWS::ApiGateway::Method": "a method of a REST API's resource, with its integration",
    "AWS::ApiGateway::Resource": "a path segment of a REST API",
    "AWS::ApiGateway::RestApi": "a REST API",
    "AWS::ApiGateway::Stage": "a deployed stage of a REST API",
    "AWS::ApiGatewayV2::Api": "an HTTP API",
    "AWS::AppSync::Api": "the live channel: events over WebSocket",
    "AWS::Batch::ComputeEnvironment": "where jobs run: processes of this machine",
    "AWS::Batch::JobDefinition": "how a container job runs",
    "AWS::Batch::JobQueue": "jobs that wait for their turn",
    "AWS::CloudFront::Distribution": "what serves the console",
    "AWS::Cognito::UserPool": "the users who may sign in",
    "AWS::Cognito::UserPoolClient": "an application that signs users in",
    "AWS::Cognito::UserPoolGroup": "a role of users",
    "AWS::DynamoDB::GlobalTable": "a table of items",
    "AWS::DynamoDB::Table": "a table of items",
    "AWS::Events::EventBus": "where events are published",
    "AWS::Events::Rule": "which events, or at which times, start what",
    "AWS::GreengrassV2::ComponentVersion": "a program of the edge device",
    "AWS::GreengrassV2::Deployment": "which programs the edge device runs",
    "AWS::IAM::ManagedPolicy": "permissions",
    "AWS::IAM::Policy": "permissions of roles",
    "AWS::IAM::Role": "as whom something runs",
    "AWS::IoT::Thing": "a device and its shadows",
    "AWS::IoT::TopicRule": "what happens with the messages of a topic",
    "AWS::IoTSiteWise::Asset": "a piece of equipment with its values",
    "AWS::IoTSiteWise::AssetModel": "a kind of equipment: measurements, transforms, metrics",
    "AWS::IoTTwinMaker::ComponentType": "a kind of component of the twin's entities",
    "AWS::IoTTwinMaker::Entity": "an entity of the twin",
    "AWS::IoTTwinMaker::Scene": "a 3D scene of the twin",
    "AWS::IoTTwinMaker::Workspace": "the twin's entities and scenes",
    "AWS::Lambda::EventSourceMapping": "what feeds a function from a queue or stream",
    "AWS::Lambda::Function": "a function: code that runs on request",
    "AWS::Lambda::LayerVersion": "packages that functions share",
    "AWS::Lambda::Permission": "who may invoke a function",
    "AWS::Logs::LogGroup": "log lines of one source",
    "AWS::S3::Bucket": "a bucket of objects",
    "AWS::S3::BucketPolicy": "who may read and write a bucket",
    "AWS::SNS::Topic": "messages to whoever subscribes",
    "AWS::SQS::Queue": "a queue of messages",
    "AWS::SSM::Parameter": "a setting",
    "AWS::Scheduler::Schedule": "what runs at which times",
    "AWS::StepFunctions::StateMachine": "a workflow of states",
    "Custom::CDKBucketDeployment": "files copied into a bucket at deployment",
}
CLI = {
    "AWS::DynamoDB::Table": "aws dynamodb scan --max-items 20 --table-name {}",
    "AWS::IoTSiteWise::Asset": "aws iotsitewise describe-asset --asset-id {}",
    "AWS::Lambda::Function": "aws lambda invoke /dev/stdout --function-name {}",
    "AWS::S3::Bucket": "aws s3 ls --recursive s3://{}",
    "AWS::SQS::Queue": "aws sqs get-queue-attributes --attribute-names All --queue-url {}",
    "AWS::SSM::Parameter": "aws ssm get-parameter --name {}",
    "AWS::StepFunctions::StateMachine": "aws stepfunctions list-executions --state-machine-arn {}",
}
"""How to look inside with the AWS CLI, by type; `{}` is the physical id."""


@dataclass(frozen=True)
class Hint:
    """What a resource is; `tab` and `filter` lead to more of it, `command` looks inside.

    `inert` says why it is kept only and does not act here.
    """

    what: str = ""
    tab: str = ""
    filter: str = ""
    command: str = ""
    inert: str = ""


@functools.lru_cache(maxsize=4096)
def hint_of(row: ResourceRow) -> Hint:
    """Return what is known of a resource by its type."""
    tab, wanted = _place(row)
    return Hint(
        what=TYPES.get(row.type, ""),
        tab=tab,
        filter=wanted,
        command=CLI[row.type].format(row.physical_id) if _has_command(row) else "",
        inert=_inert(row.type),
    )


def _has_command(row: ResourceRow) -> bool:
    return row.type in CLI and bool(row.physical_id)


def _place(row: ResourceRow) -> tuple[str, str]:
    if row.type == "AWS::Lambda::Function" and row.physical_id:
        return "logs", row.log_group or f"/aws/lambda/{row.physical_id}"
    if row.type == "AWS::Logs::LogGroup" and row.physical_id:
        return "logs", row.physical_id
    if row.type == "AWS::StepFunctions::StateMachine" and row.physical_id:
        return "executions", row.physical_id.rpartition(":")[2]
    if row.type == "AWS::Batch::JobQueue":
        return "executions", "job"
    return "", ""


def _inert(kind: str) -> str:
    if kind in INERT_TYPES:
        return INERT_TYPES[kind].reason
    return str(RECORDED.get(kind, {}).get(WHOLE, ""))
