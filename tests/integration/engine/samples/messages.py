"""Keys, queues, topics, pipes, alarms and parameters."""

from __future__ import annotations

from tests.integration.engine.samples.parts import (
    DOCUMENT,
    TAGS,
    TRUST,
    Template,
    anyone,
    att,
    ref,
    thing,
)

MESSAGES: Template = {
    "Key": thing(
        "KMS::Key", Description="samples", KeyPolicy=DOCUMENT, EnableKeyRotation=True, Tags=TAGS
    ),
    "KeyName": thing("KMS::Alias", AliasName="alias/samples", TargetKeyId=ref("Key")),
    "Topic": thing("SNS::Topic", TopicName="samples", DisplayName="Samples", Tags=TAGS),
    "TopicPolicy": thing(
        "SNS::TopicPolicy",
        Topics=[ref("Topic")],
        PolicyDocument=anyone("sns:Publish", ref("Topic")),
    ),
    "Queue": thing("SQS::Queue"),
    "Subscription": thing(
        "SNS::Subscription",
        TopicArn=ref("Topic"),
        Protocol="sqs",
        Endpoint=att("Queue", "Arn"),
        RawMessageDelivery=True,
        FilterPolicy={"kind": ["alarm", {"prefix": "trip"}]},
        FilterPolicyScope="MessageBody",
        RedrivePolicy={"deadLetterTargetArn": att("Letters", "Arn")},
    ),
    "Letters": thing("SQS::Queue", RedriveAllowPolicy={"redrivePermission": "allowAll"}),
    "PipeRole": thing("IAM::Role", AssumeRolePolicyDocument=TRUST),
    "Pipe": thing(
        "Pipes::Pipe",
        Name="samples",
        Description="from queue to queue",
        DesiredState="STOPPED",
        RoleArn=att("PipeRole", "Arn"),
        Source=att("Queue", "Arn"),
        SourceParameters={
            "FilterCriteria": {"Filters": [{"Pattern": '{"body": {"a": [1]}}'}]},
            "SqsQueueParameters": {"BatchSize": 5},
        },
        Target=att("Letters", "Arn"),
        TargetParameters={"InputTemplate": '{"a": <$.body.a>}'},
        Tags={"site": "demo"},
    ),
    "Alarm": thing(
        "CloudWatch::Alarm",
        AlarmName="samples",
        AlarmDescription="too many",
        AlarmActions=[ref("Topic")],
        ComparisonOperator="GreaterThanThreshold",
        Dimensions=[{"Name": "FunctionName", "Value": "f"}],
        EvaluationPeriods=2,
        MetricName="Errors",
        Namespace="AWS/Lambda",
        Period=60,
        Statistic="Sum",
        Threshold=1.5,
        TreatMissingData="notBreaching",
    ),
    "Dashboard": thing(
        "CloudWatch::Dashboard", DashboardName="samples", DashboardBody='{"widgets": []}'
    ),
    "Parameter": thing(
        "SSM::Parameter", Name="/samples/one", Type="String", Value="1", Description="a number"
    ),
    "LogAccess": thing(
        "Logs::ResourcePolicy", PolicyName="samples", PolicyDocument='{"Version": "2012-10-17"}'
    ),
    "Schedules": thing("Scheduler::ScheduleGroup", Name="samples"),
    "Table": thing(
        "DynamoDB::GlobalTable",
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        BillingMode="PAY_PER_REQUEST",
        Replicas=[{"Region": "us-east-1", "DeletionProtectionEnabled": False}],
    ),
}
