"""Which roles a call hands to a service, which then acts as them.

Who makes such a call needs iam:PassRole, and the role must trust the service.
https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import jmespath  # type: ignore[import-untyped]

from twin_local.execution.access.callers import ServiceCaller
from twin_local.execution.access.calls import Call
from twin_local.iam.patterns import Context

PLACEHOLDER = re.compile(r"\{(\w+)\}")
DEFAULTS = {"GroupName": "default"}
"""What a parameter is that a call leaves out."""


@dataclass(frozen=True)
class Passing:
    """How an operation hands over a role.

    Attributes:
        path: of the role's ARN in the parameters (JMESPath).
        service: the principal that will assume it, without `.amazonaws.com`.
        source: the resource that it is for, in whose name the service acts: its service and what
            follows the account in its ARN; parameters in braces.
    """

    path: str
    service: str
    source: str


@dataclass(frozen=True)
class PassedRole:
    """A role that a call hands over, and who will assume it."""

    arn: str
    caller: ServiceCaller


FUNCTION = Passing("Role", "lambda", "lambda:function:{FunctionName}")
PIPE = Passing("RoleArn", "pipes", "pipes:pipe/{Name}")
SCHEDULE = Passing("Target.RoleArn", "scheduler", "scheduler:schedule-group/{GroupName}")
"""A schedule is known to trust policies by its group."""

TOPIC_RULE = Passing(
    "topicRulePayload.[actions[].*.roleArn, [errorAction.*.roleArn]][][]",
    "iot",
    "iot:rule/{ruleName}",
)
ALIAS = Passing("roleArn", "credentials.iot", "iot:rolealias/{roleAlias}")
WORKSPACE = Passing("role", "iottwinmaker", "iottwinmaker:workspace/{workspaceId}")
MACHINE = Passing("roleArn", "states", "states:stateMachine:{name}")

PASSED: Mapping[tuple[str, str], Passing] = {
    ("batch", "CreateComputeEnvironment"): Passing(
        "serviceRole", "batch", "batch:compute-environment/{computeEnvironmentName}"
    ),
    ("batch", "RegisterJobDefinition"): Passing(
        "containerProperties.[jobRoleArn, executionRoleArn]",
        "ecs-tasks",
        "batch:job-definition/{jobDefinitionName}",
    ),
    ("events", "PutRule"): Passing("RoleArn", "events", "events:rule/{Name}"),
    ("events", "PutTargets"): Passing("Targets[].RoleArn", "events", "events:rule/{Rule}"),
    ("iot", "CreateRoleAlias"): ALIAS,
    ("iot", "UpdateRoleAlias"): ALIAS,
    ("iot", "CreateTopicRule"): TOPIC_RULE,
    ("iot", "ReplaceTopicRule"): TOPIC_RULE,
    ("iottwinmaker", "CreateWorkspace"): WORKSPACE,
    ("iottwinmaker", "UpdateWorkspace"): WORKSPACE,
    ("lambda", "CreateFunction"): FUNCTION,
    ("lambda", "UpdateFunctionConfiguration"): FUNCTION,
    ("pipes", "CreatePipe"): PIPE,
    ("pipes", "UpdatePipe"): PIPE,
    ("sagemaker", "CreateModel"): Passing(
        "ExecutionRoleArn", "sagemaker", "sagemaker:model/{ModelName}"
    ),
    ("sagemaker", "CreateProcessingJob"): Passing(
        "RoleArn", "sagemaker", "sagemaker:processing-job/{ProcessingJobName}"
    ),
    ("sagemaker", "CreateTrainingJob"): Passing(
        "RoleArn", "sagemaker", "sagemaker:training-job/{TrainingJobName}"
    ),
    ("scheduler", "CreateSchedule"): SCHEDULE,
    ("scheduler", "UpdateSchedule"): SCHEDULE,
    ("stepfunctions", "CreateStateMachine"): MACHINE,
    ("stepfunctions", "UpdateStateMachine"): Passing("roleArn", "states", "{stateMachineArn}"),
}


def passed_roles(call: Call) -> Iterator[PassedRole]:
    """Yield the roles that a call hands over."""
    passing = PASSED.get((call.service, call.operation))
    if passing is None:
        return
    found = jmespath.search(passing.path, call.parameters)
    caller = ServiceCaller(f"{passing.service}.amazonaws.com", _source(passing, call), call.account)
    for arn in found if isinstance(found, list) else [found]:
        if arn:
            yield PassedRole(str(arn), caller)


def context_of(passed: PassedRole) -> Context:
    """Return the condition keys of iam:PassRole."""
    return {
        "iam:passedtoservice": [passed.caller.name],
        "iam:associatedresourcearn": [passed.caller.source_arn],
    }


def _source(passing: Passing, call: Call) -> str:
    """Return the ARN of what a role is for; where its name is an ARN already, that."""

    def given(found: re.Match[str]) -> str:
        return str(call.parameters.get(found[1]) or DEFAULTS.get(found[1], ""))

    named = [given(found) for found in PLACEHOLDER.finditer(passing.source)]
    if named[0].startswith("arn:"):
        return named[0]
    service, _, resource = PLACEHOLDER.sub(given, passing.source).partition(":")
    return f"arn:aws:{service}:{call.region}:{call.account}:{resource}"
