"""What functions may do with a state machine: start executions of it, and stop them."""

from __future__ import annotations

from aws_cdk import ArnFormat
from aws_cdk import aws_iam as iam
from aws_cdk import aws_stepfunctions as sfn

from twin_constructs.acknowledge import acknowledge, shown_arn
from twin_constructs.python_function import PythonFunction

OWN_EXECUTIONS = (
    "Names of executions exist only at run time; the API may stop those of this one state machine"
)


def let_start(function: PythonFunction, machine: sfn.IStateMachine, *, variable: str) -> None:
    """Let a function start executions; it finds the machine in an environment variable."""
    function.function.add_environment(variable, machine.state_machine_arn)
    _allow(function, "states:StartExecution", machine.state_machine_arn)


def let_stop(function: PythonFunction, machine: sfn.StateMachine) -> None:
    """Let a function stop executions of a machine."""
    executions = machine.stack.format_arn(
        service="states",
        resource="execution",
        resource_name=f"{machine.state_machine_name}:*",
        arn_format=ArnFormat.COLON_RESOURCE_NAME,
    )
    _allow(function, "states:StopExecution", executions)
    shown = shown_arn(machine, executions)
    acknowledge(function.role, {f"AwsSolutions-IAM5[Resource::{shown}]": OWN_EXECUTIONS})


def _allow(function: PythonFunction, action: str, resource: str) -> None:
    function.role.add_to_principal_policy(
        iam.PolicyStatement(actions=[action], resources=[resource])
    )
