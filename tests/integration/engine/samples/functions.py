"""Functions, what invokes them, and their versions."""

from __future__ import annotations

from tests.integration.engine.samples.parts import DOCUMENT, TAGS, TRUST, Template, att, ref, thing

IMAGE = "123456789012.dkr.ecr.us-east-1.amazonaws.com/sample:1"

FUNCTIONS: Template = {
    "Role": thing("IAM::Role", AssumeRolePolicyDocument=TRUST),
    "Managed": thing(
        "IAM::ManagedPolicy",
        ManagedPolicyName="sample-managed",
        Description="may send",
        Path="/samples/",
        PolicyDocument=DOCUMENT,
        Roles=[ref("Role")],
    ),
    "Queue": thing("SQS::Queue", DelaySeconds=3, VisibilityTimeout=40, Tags=TAGS),
    "Function": thing(
        "Lambda::Function",
        Code={"ZipFile": "def handler(*_): pass"},
        Handler="index.handler",
        Role=att("Role", "Arn"),
        Runtime="python3.13",
        MemorySize=256,
        Timeout=7,
        ReservedConcurrentExecutions=2,
        Tags=TAGS,
    ),
    "ImageFunction": thing(
        "Lambda::Function",
        PackageType="Image",
        Code={"ImageUri": IMAGE},
        ImageConfig={"EntryPoint": ["python"], "Command": ["-V"], "WorkingDirectory": "/opt"},
        Role=att("Role", "Arn"),
        MemorySize=512,
        EphemeralStorage={"Size": 1024},
    ),
    "Version": thing("Lambda::Version", FunctionName=ref("Function"), Description="first"),
    "Alias": thing(
        "Lambda::Alias",
        FunctionName=ref("Function"),
        FunctionVersion=att("Version", "Version"),
        Name="live",
        Description="what runs",
    ),
    "Retries": thing(
        "Lambda::EventInvokeConfig",
        FunctionName=ref("Function"),
        Qualifier="$LATEST",
        MaximumRetryAttempts=1,
        MaximumEventAgeInSeconds=600,
    ),
    "Mapping": thing(
        "Lambda::EventSourceMapping",
        EventSourceArn=att("Queue", "Arn"),
        FunctionName=ref("Function"),
        BatchSize=5,
        MaximumBatchingWindowInSeconds=2,
        Enabled=False,
    ),
}
