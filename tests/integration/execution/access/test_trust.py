"""A service uses a role that trusts it; a role passes and assumes roles as policies say."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from tests.integration.execution.access.conftest import (
    Client,
    Queue,
    Role,
    refused,
    signing,
)
from tests.integration.execution.conftest import ACCOUNT, REGION, trusting, zipped
from twin_local.execution.batch.errors import ContainerUnavailable
from twin_local.execution.plant import Execution

MakeRole = Callable[[], Role]
DEFINITION = json.dumps({"StartAt": "P", "States": {"P": {"Type": "Pass", "End": True}}})
SENDING = f"arn:aws:states:{REGION}:{ACCOUNT}:stateMachine:trusted"


def under(condition: dict[str, Any], service: str = "states") -> str:
    """Return a trust policy with a condition."""
    document = json.loads(trusting(service))
    document["Statement"][0]["Condition"] = condition
    return json.dumps(document)


def function(api: Any, role: str) -> Any:
    return api.create_function(
        FunctionName="trusted",
        Runtime="python3.14",
        Role=role,
        Handler="handler.handler",
        Code={"ZipFile": zipped({"handler.py": "def handler(*_): pass"})},
    )


def test_a_function_needs_a_role_that_trusts_lambda(client: Client, role: MakeRole) -> None:
    api, given = client("lambda"), role()
    error = refused(lambda: function(api, given.arn))
    assert (error["Code"], error["HTTPStatusCode"]) == ("InvalidParameterValueException", 400)
    told = "The role defined for the function cannot be assumed by Lambda."
    assert error["Message"] == told
    given.trust("lambda")
    function(api, given.arn)
    other = role()

    def change() -> Any:
        return api.update_function_configuration(FunctionName="trusted", Role=other.arn)

    assert refused(change)["Message"] == told
    api.delete_function(FunctionName="trusted")


@pytest.mark.parametrize(
    ("condition", "created"),
    [
        ({}, True),
        ({"StringEquals": {"aws:SourceAccount": ACCOUNT}}, True),
        ({"StringEquals": {"aws:SourceAccount": "222222222222"}}, False),
        ({"ArnLike": {"aws:SourceArn": f"arn:aws:states:{REGION}:{ACCOUNT}:stateMachine:*"}}, True),
        ({"ArnEquals": {"aws:SourceArn": SENDING + "s"}}, False),
    ],
)
def test_a_state_machine_needs_a_role_whose_trust_covers_it(
    client: Client, role: MakeRole, condition: dict[str, Any], created: bool
) -> None:
    states, given = client("stepfunctions"), role()
    given.trust(document=under(condition))

    def create() -> Any:
        return states.create_state_machine(name="trusted", definition=DEFINITION, roleArn=given.arn)

    if created:
        states.delete_state_machine(stateMachineArn=create()["stateMachineArn"])
        return
    error = refused(create)
    assert error["Code"] == "AccessDeniedException"
    assert error["Message"].startswith("Neither the global service principal states.amazonaws.com")


def test_sagemaker_and_the_scheduler_refuse_at_once(client: Client, role: MakeRole) -> None:
    given, queue = role(), f"arn:aws:sqs:{REGION}:{ACCOUNT}:none"
    schedule = {
        "Name": "trusted",
        "ScheduleExpression": "rate(1 day)",
        "FlexibleTimeWindow": {"Mode": "OFF"},
        "Target": {"Arn": queue, "RoleArn": given.arn},
    }
    scheduler = client("scheduler")
    error = refused(lambda: scheduler.create_schedule(**schedule))
    assert error["Code"] == "ValidationException"
    assert "must allow AWS EventBridge Scheduler to assume the role" in error["Message"]
    group = f"arn:aws:scheduler:{REGION}:{ACCOUNT}:schedule-group/default"
    given.trust(document=under({"ArnEquals": {"aws:SourceArn": group}}, "scheduler"))
    scheduler.create_schedule(**schedule)
    scheduler.delete_schedule(Name="trusted")
    model = {"ModelName": "m", "ExecutionRoleArn": given.arn, "PrimaryContainer": {"Image": "i"}}
    error = refused(lambda: client("sagemaker").create_model(**model))
    assert error["Code"] == "ValidationException"
    assert error["Message"].startswith(f"Could not assume role {given.arn}. Please ensure")


def test_a_rule_finds_out_when_it_uses_the_role(
    aws: Execution,
    client: Client,
    role: MakeRole,
    queue: Callable[[], Queue],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.ERROR)
    events, target, given = client("events"), queue(), role()
    given.allow("sqs:SendMessage")
    events.put_rule(Name="trusting", EventPattern='{"source": ["trusting"]}')
    aimed = {"Id": "1", "Arn": target.arn, "RoleArn": given.arn}
    events.put_targets(Rule="trusting", Targets=[aimed])

    def send() -> None:
        events.put_events(Entries=[{"Source": "trusting", "DetailType": "t", "Detail": "{}"}])
        aws.deliveries.settle(5)

    send()
    assert target.take(0) == []
    assert f"not authorized to perform: sts:AssumeRole on resource: {given.arn}" in caplog.text
    rule = f"arn:aws:events:{REGION}:{ACCOUNT}:rule/trusting"
    given.trust(document=under({"ArnEquals": {"aws:SourceArn": rule}}, "events"))
    send()
    assert len(target.take()) == 1
    events.remove_targets(Rule="trusting", Ids=["1"])
    events.delete_rule(Name="trusting")


def test_a_role_passes_only_roles_that_it_may(client: Client, role: MakeRole) -> None:
    maker, given = role(), role()
    given.trust("states")
    maker.allow("states:CreateStateMachine")

    def create() -> Any:
        return maker.client("stepfunctions").create_state_machine(
            name="passed", definition=DEFINITION, roleArn=given.arn
        )

    error = refused(create)
    assert error["Code"] == "AccessDeniedException"
    assert f"iam:PassRole on resource: {given.arn}" in error["Message"]

    def to(service: str) -> dict[str, Any]:
        return {"StringEquals": {"iam:PassedToService": f"{service}.amazonaws.com"}}

    maker.allow("states:CreateStateMachine", "iam:PassRole", Condition=to("lambda"))
    refused(create)
    maker.iam.put_role_policy(
        RoleName=maker.name,
        PolicyName="passing",
        PolicyDocument=json.dumps(
            {
                "Version": "2012-10-17",
                "Statement": [
                    {"Effect": "Allow", "Action": "states:CreateStateMachine", "Resource": "*"},
                    {
                        "Effect": "Allow",
                        "Action": "iam:PassRole",
                        "Resource": given.arn,
                        "Condition": to("states"),
                    },
                ],
            }
        ),
    )
    machine = create()["stateMachineArn"]
    client("stepfunctions").delete_state_machine(stateMachineArn=machine)


def assume(sts: Any, role: Role, **more: Any) -> dict[str, str]:
    """Return credentials by the names of their environment variables."""
    keys = sts.assume_role(RoleArn=role.arn, RoleSessionName="session", **more)["Credentials"]
    return {
        "AWS_ACCESS_KEY_ID": keys["AccessKeyId"],
        "AWS_SECRET_ACCESS_KEY": keys["SecretAccessKey"],
        "AWS_SESSION_TOKEN": keys["SessionToken"],
    }


def test_a_role_assumes_another_where_that_trusts_it(aws: Execution, role: MakeRole) -> None:
    caller, other = role(), role()
    caller.allow("sts:AssumeRole")
    sts = caller.client("sts")
    error = refused(lambda: assume(sts, other))
    assert (error["Code"], error["HTTPStatusCode"]) == ("AccessDenied", 403)
    document = json.loads(trusting("x"))
    document["Statement"][0] |= {
        "Principal": {"AWS": caller.arn},
        "Condition": {"StringEquals": {"sts:ExternalId": "known"}},
    }
    other.trust(document=json.dumps(document))
    refused(lambda: assume(sts, other))
    keys = assume(sts, other, ExternalId="known")

    def list_queues() -> Any:
        return signing(aws, "sqs", keys).list_queues()

    assert f"assumed-role/{other.name}/" in refused(list_queues)["Message"]
    other.allow("sqs:ListQueues")
    list_queues()


def test_who_is_no_role_assumes_any_role_and_is_bound_then(
    aws: Execution, client: Client, role: MakeRole
) -> None:
    given, missing = role(), Role(aws, client("iam"), "missing")
    keys = assume(client("sts"), given)
    refused(lambda: signing(aws, "sqs", keys).list_queues())
    given.iam.delete_role(RoleName=given.name)
    refused(lambda: signing(aws, "sqs", keys).list_queues())
    signing(aws, "sqs", assume(client("sts"), missing)).list_queues()


def test_a_job_whose_role_trusts_no_tasks_fails(aws: Execution, role: MakeRole) -> None:
    given, job = role(), SimpleNamespace(job_id="j")
    with pytest.raises(ContainerUnavailable, match="ECS was unable to assume the role"):
        aws.jobs._require_trust(job, given.arn)  # type: ignore[arg-type]
    given.trust("ecs-tasks")
    aws.jobs._require_trust(job, given.arn)  # type: ignore[arg-type]
