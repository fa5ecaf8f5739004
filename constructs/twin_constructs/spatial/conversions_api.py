"""The function behind conversions and what was made by them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from aws_cdk import ArnFormat, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_logs as logs
from aws_cdk import aws_stepfunctions as sfn
from constructs import Construct

from twin.site_document import SiteDocument
from twin_constructs.acknowledge import acknowledge, shown_arn
from twin_constructs.python_function import PythonFunction
from twin_constructs.spatial import grants
from twin_constructs.spatial.storage import INDEX, SpatialStorage

OWN_EXECUTIONS = (
    "Names of executions exist only at run time; the statement is limited to those of the one "
    "state machine"
)


class ConversionsApi(Construct):
    """`function` lists, begins and stops executions of the conversion workflow.

    `log_groups` are where the image of a converter logs, by its name.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        document: SiteDocument,
        storage: SpatialStorage,
        machine: sfn.StateMachine,
        log_groups: Mapping[str, Sequence[logs.ILogGroup]],
    ) -> None:
        super().__init__(scope, construct_id)
        made = PythonFunction(
            self,
            "Conversions",
            package="spatial_conversions",
            document=document,
            environment={
                "CATALOG_TABLE": storage.catalog.table_name,
                "ASSETS_BUCKET": storage.assets.bucket_name,
                "CONVERSION_STATE_MACHINE_ARN": machine.state_machine_arn,
                "CONVERSION_LOG_GROUPS": _names(self, log_groups),
            },
            # Loading the policy engine takes most of a first request.
            memory_megabytes=512,
            description="Lists, begins, stops and explains conversions",
        )
        self.function = made.function
        self._grant_storage(made.role, storage)
        self._grant_workflow(made.role, machine)
        grants.read_logs(made.role, *(group for each in log_groups.values() for group in each))

    def _grant_storage(self, role: iam.Role, storage: SpatialStorage) -> None:
        table = storage.catalog.table_arn
        grants.use_table(
            role,
            table,
            "BatchGetItem",
            "ConditionCheckItem",
            "DeleteItem",
            "GetItem",
            "PutItem",
            "Query",
        )
        grants.use_table(role, f"{table}/index/{INDEX}", "Query")
        grants.list_bucket(role, storage.assets)
        grants.use_objects(role, storage.assets, "derivatives/", "GetObject")

    def _grant_workflow(self, role: iam.Role, machine: sfn.StateMachine) -> None:
        stack = Stack.of(self)
        executions = stack.format_arn(
            service="states",
            resource="execution",
            resource_name=f"{machine.state_machine_name}:*",
            arn_format=ArnFormat.COLON_RESOURCE_NAME,
        )
        for actions, resource in (
            (["states:StartExecution"], machine.state_machine_arn),
            (["states:GetExecutionHistory", "states:StopExecution"], executions),
        ):
            role.add_to_principal_policy(iam.PolicyStatement(actions=actions, resources=[resource]))
        shown = shown_arn(role, executions)
        acknowledge(role, {f"AwsSolutions-IAM5[Resource::{shown}]": OWN_EXECUTIONS})


def _names(scope: Construct, log_groups: Mapping[str, Sequence[logs.ILogGroup]]) -> str:
    """Return the names of log groups as JSON."""
    names = {
        image: [group.log_group_name for group in groups] for image, groups in log_groups.items()
    }
    return Stack.of(scope).to_json_string(names)
