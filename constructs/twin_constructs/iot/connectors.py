"""Data connectors: one function a source, which the role of the TwinMaker workspace invokes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from twin.compile.connectors import ConnectorPlan
from twin.connectors.connector import HttpConnector, TableConnector
from twin.site_document import SiteDocument
from twin_constructs.iot.secrets import read_secret
from twin_constructs.python_function import PythonFunction
from twin_constructs.secure_table import SecureTable
from twin_constructs.staging import Extra

OPTIONS = "connector.json"


class Connectors(Construct):
    """The functions of a site's connectors by name, and the table of the results of its models.

    `results` is there where a connector reads it: the simulation plane writes it.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        plans: Sequence[ConnectorPlan],
        document: SiteDocument,
        alarms: dynamodb.ITable,
    ) -> None:
        super().__init__(scope, construct_id)
        self.plans = tuple(plans)
        self._document = document
        self.results = self._results_table()
        tables = {"alarms": alarms, "results": self.results}
        self.functions: dict[str, lambda_.IFunction] = {
            plan.connector.name: self._function(plan, tables) for plan in plans
        }

    def _results_table(self) -> dynamodb.ITable | None:
        read = {
            plan.connector.table
            for plan in self.plans
            if isinstance(plan.connector, TableConnector)
        }
        if "results" not in read:
            return None
        return SecureTable(
            self, "Results", index_name="by-time", time_to_live_attribute="expires_at"
        ).table

    def _function(
        self, plan: ConnectorPlan, tables: Mapping[str, dynamodb.ITable | None]
    ) -> lambda_.IFunction:
        connector = plan.connector
        if isinstance(connector, HttpConnector):
            made = self._made(plan, "connector_http", {})
            read_secret(made.role, connector.secret(plan.site))
            return made.function
        table = tables[connector.table]
        assert table is not None
        made = self._made(plan, "connector_table", {"SOURCE_TABLE": table.table_name})
        _allow(made, "dynamodb:Query", table.table_arn, f"{table.table_arn}/index/by-time")
        return made.function

    def _made(
        self, plan: ConnectorPlan, package: str, environment: Mapping[str, str]
    ) -> PythonFunction:
        name = plan.connector.name
        return PythonFunction(
            self,
            "".join(part.capitalize() for part in name.split("_")),
            package=package,
            document=self._document,
            environment={"CONNECTOR": name, **environment},
            extras=(Extra(OPTIONS, plan.options_json.encode()),),
            description=f"Answers TwinMaker: {plan.connector.title}",
        )


def _allow(made: PythonFunction, action: str, *resources: str) -> None:
    made.role.add_to_principal_policy(
        iam.PolicyStatement(actions=[action], resources=list(resources))
    )
