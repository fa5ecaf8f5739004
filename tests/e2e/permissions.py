"""Why some of what roles are granted is used by no test of the running twin."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase

from twin.spatial.converters import converters


@dataclass(frozen=True)
class Unused:
    """Actions of roles or resources (patterns of names) that nothing uses here, and the reason."""

    name: str
    actions: tuple[str, ...]
    reason: str

    def covers(self, arn: str, action: str) -> bool:
        """Say whether it explains an action that a role has, or that a resource's policy grants."""
        matches = (fnmatchcase(action, one) for one in self.actions)
        return fnmatchcase(arn.split(":", 5)[5].rpartition("/")[2], self.name) and any(matches)


def large_files_alone(image: str) -> Unused:
    """Explain the role of an image's job: only files that are too large for a function need it."""
    name = "".join(word.capitalize() for word in image.split("_"))
    actions = ("s3:*", "events:PutEvents")
    return Unused(f"*Spatial-Converters{name}Role*", actions, "no large file of its kind here")


WRITE_LOGS = ("logs:CreateLogStream", "logs:PutLogEvents")
BY_JOBS_TOO = ("convert_mesh",)
"""Images of which a job runs here; the same code has the same calls in each."""

UNUSED = (
    *(
        large_files_alone(image)
        for image in sorted({converter.image for converter in converters()} - {*BY_JOBS_TOO})
    ),
    Unused("*", WRITE_LOGS, "the runtime of functions and jobs writes their logs, here by itself"),
    Unused("*Custom*", ("*",), "roles of functions that the CDK brings, and that are native here"),
    Unused("*FlowsIAMRole*", ("logs:*",), "there is no network here whose flows could be logged"),
    Unused("*ContainerExec*", ("ecr:*",), "images are folders here, nothing is pulled"),
    Unused("*Machine*", ("xray:*",), "Step Functions traces executions; there is no X-Ray here"),
    Unused("*Machine*", ("logs:*",), "Step Functions delivers its logs, here by itself"),
    Unused("*Machine*", ("events:*",), "how Step Functions learns that a job has ended on AWS"),
    Unused("*Machine*", ("batch:TerminateJob",), "only an execution that is stopped ends its job"),
    Unused("*StepsFail*", ("lambda:* to events.*",), "an execution that is ended from outside"),
    Unused("*", ("s3:ListBucket",), "without it a missing object is AccessDenied, not NoSuchKey"),
    Unused("*", ("sqs:SendMessage",), "dead letters of a function that failed three times"),
    Unused("*RuleErrors*", ("logs:*",), "no rule's action fails in these tests"),
    Unused("*Iot-Graph*", ("iotsitewise:*", "s3:*"), "for TwinMaker's own scene viewer"),
    Unused("*Iot-CommandsApi*", ("dynamodb:UpdateItem",), "a command that could not be sent"),
    Unused("*Simulation-*Jobs*", ("s3:AbortMultipartUpload",), "no block fails half way"),
    Unused(
        "*Simulation-CalibrationsStepsApi*",
        ("dynamodb:DeleteItem", "events:PutEvents", "states:StopExecution", "*/cancel"),
        "no calibration is cancelled here, none that cannot start;"
        " tests/integration/simulation/calibration does",
    ),
    Unused("*Simulation-CalibrationsStepsFail*", ("*",), "no step of a calibration fails here"),
    Unused(
        "*Simulation-CalibrationsStepsWatch*",
        ("dynamodb:*", "events:PutEvents", "states:StartExecution"),
        "no model drifts within minutes; tests/integration/simulation/calibration lets one",
    ),
    Unused("*Simulation-CalibrationsWorkflow*Sched*", ("states:*",), "a daily calibration"),
    Unused(
        "*Simulation-RegistryApi*",
        ("dynamodb:BatchGetItem", "dynamodb:DeleteItem", "*/deployments/*"),
        "what many models at once, a refused key and one deployment alone need;"
        " tests/integration/simulation/models asks for them",
    ),
    Unused(
        "*Simulation-StudiesStepsApi*",
        ("states:StopExecution", "*/cancel"),
        "no study is cancelled here; tests/integration/simulation/studies does",
    ),
    Unused("*Simulation-StudiesStepsFail*", ("*",), "no study fails here"),
    Unused(
        "*Simulation-StudiesWorkflowMachine*",
        ("s3:GetObject", "states:*"),
        "only a study of more than one array of jobs is a map",
    ),
    Unused("*StepsApiRole*", ("dynamodb:PutItem",), "a run whose workflow could not be started"),
    Unused("*Simulation-WhatIf*", ("dynamodb:PutItem",), "the same of a what-if"),
    Unused("*Spatial-StepsFail*", ("s3:GetObject",), "the report of a job that could write one"),
    Unused("*Spatial-ApiUpload*", ("s3:AbortMultipartUpload",), "no upload is cancelled here"),
    Unused(
        "*Spatial-StepsInspect*",
        ("s3:AbortMultipartUpload", "s3:ListMultipartUploadParts", "s3:GetObject", "s3:PutObject"),
        "no file of more than 5 GiB is copied here",
    ),
    Unused("*Spatial-ArchivesPack*", ("s3:AbortMultipartUpload",), "no archive fails half way"),
    Unused("*Spatial-PurgeScheduler*", ("lambda:*",), "nothing's retention ends within a run"),
    Unused(
        "*Spatial-PurgeRemove*",
        ("dynamodb:Query", "events:PutEvents"),
        "what the daily call is due to remove, and a removal that goes on in another call",
    ),
    Unused("*Spatial-StepsUnpack*", ("s3:AbortMultipartUpload",), "no member is refused here"),
    Unused(
        "*Spatial-BindingsBind*",
        ("dynamodb:*", "s3:GetObject", "s3:PutObject"),
        "nothing is bound in these tests; tests/integration/spatial/bindings does",
    ),
    Unused(
        "*Spatial-BindingsRebind*",
        ("dynamodb:PutItem", "events:PutEvents", "s3:GetObject", "s3:PutObject"),
        "an asset without bindings is left as it is",
    ),
    Unused(
        "*Spatial-Executions*",
        ("dynamodb:DeleteItem",),
        "no request with an idempotency key is refused here",
    ),
    Unused("*Spatial-SearchFind*", ("s3:GetObject",), "running searches need no snapshot"),
    Unused("*Spatial-SearchScheduler*", ("lambda:*",), "the indexer is called by hand here"),
    Unused("*DeadLetters*", ("sqs:SendMessage to *",), "events whose target failed for a day"),
    Unused("*Spatial-ApiUpload*", ("*/DELETE/uploads/?",), "no upload is cancelled here"),
    Unused("*Edge-Identity*", ("logs:*",), "the log manager of Greengrass, which is not run here"),
    Unused("*Edge-Identity*", ("s3:GetBucketLocation",), "the nucleus of Greengrass asks it"),
)
