"""What the services keep and answer but do not act on here, with the reasons.

Unlike inert properties these are sent to the service: whoever reads the resource sees them, and a
change of them is a change. `WHOLE` stands for the resource as a whole.
"""

from __future__ import annotations

from collections.abc import Mapping

WHOLE = "*"
_NO_NETWORK = {WHOLE: "processes here share this machine's network"}
_NO_INSTANCES = "there are no instances here: jobs are processes of this machine"
_AT_REST = "nothing is encrypted at rest here"
_NO_TRACES = "there is no X-Ray here"
_FOREVER = "backups are not made here; copy the state folder"

RECORDED: Mapping[str, Mapping[str, str]] = {
    **{
        f"AWS::EC2::{name}": _NO_NETWORK
        for name in (
            "FlowLog",
            "InternetGateway",
            "Route",
            "RouteTable",
            "SecurityGroup",
            "SecurityGroupEgress",
            "SecurityGroupIngress",
            "Subnet",
            "SubnetRouteTableAssociation",
            "VPC",
            "VPCEndpoint",
            "VPCGatewayAttachment",
        )
    },
    "AWS::ApiGateway::Account": {WHOLE: "access logs are not written here"},
    "AWS::ApiGateway::Stage": {
        "AccessLogSetting": "access logs are not written here",
        "TracingEnabled": _NO_TRACES,
    },
    "AWS::Batch::ComputeEnvironment": {
        "ComputeResources": "jobs are processes of this machine; only MaxvCpus limits them"
    },
    "AWS::CloudFront::CachePolicy": {WHOLE: "nothing is cached here"},
    "AWS::CloudFront::OriginAccessControl": {WHOLE: "buckets are read here without a signature"},
    "AWS::CloudFront::OriginRequestPolicy": {WHOLE: "origins are read here by the server itself"},
    "AWS::CloudWatch::Alarm": {WHOLE: "metrics are not collected here"},
    "AWS::CloudWatch::Dashboard": {WHOLE: "metrics are not collected here"},
    "AWS::Cognito::UserPool": {
        "EmailVerificationMessage": "no mail leaves this machine",
        "SmsVerificationMessage": "no message leaves this machine",
    },
    "AWS::DynamoDB::Table": {
        "PointInTimeRecoverySpecification": _FOREVER,
        "SSESpecification": _AT_REST,
    },
    "AWS::EC2::LaunchTemplate": {WHOLE: _NO_INSTANCES},
    "AWS::IAM::InstanceProfile": {WHOLE: _NO_INSTANCES},
    "AWS::KMS::Key": {WHOLE: f"{_AT_REST}; the operations of KMS itself work"},
    "AWS::Lambda::Function": {
        "Architectures": "functions run on the processor of this machine",
        "TracingConfig": _NO_TRACES,
    },
    "AWS::Logs::LogGroup": {"RetentionInDays": "the newest 2,000 lines of a stream are kept"},
    "AWS::Logs::ResourcePolicy": {WHOLE: "services write their logs here without one"},
    "AWS::S3::Bucket": {
        "BucketEncryption": _AT_REST,
        "LoggingConfiguration": "access logs are not written here",
    },
    "AWS::SQS::Queue": {"SqsManagedSseEnabled": _AT_REST},
    "AWS::StepFunctions::StateMachine": {
        "LoggingConfiguration": "the history of each execution is kept instead",
        "TracingConfiguration": _NO_TRACES,
    },
}
