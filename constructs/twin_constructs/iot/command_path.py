"""Set-point commands: request, shadow, answer; every step in one table."""

from __future__ import annotations

from aws_cdk import aws_events as events
from constructs import Construct

from twin.commands.shadow import SHADOW_NAME
from twin.site_document import SiteDocument
from twin_constructs.iot import grants
from twin_constructs.iot.asset_scope import AssetScope
from twin_constructs.iot.topic_rule import RuleErrors, TopicRule
from twin_constructs.python_function import PythonFunction
from twin_constructs.secure_table import SecureTable

INDEX = "by-time"


class CommandPath(Construct):
    """The audit table, the function behind the API and the one that takes the edge's answers."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        document: SiteDocument,
        bus: events.IEventBus,
        assets: AssetScope,
        errors: RuleErrors,
    ) -> None:
        super().__init__(scope, construct_id)
        self.table = SecureTable(self, "Requests", index_name=INDEX).table
        environment = {
            "COMMAND_TABLE": self.table.table_name,
            "EVENT_BUS_NAME": bus.event_bus_name,
            "THING_NAME": document.thing_name,
        }
        self.api = PythonFunction(
            self,
            "Api",
            package="iot_command",
            document=document,
            environment=environment,
            description="Checks, records and sends commands",
        )
        self.feedback = PythonFunction(
            self,
            "Feedback",
            package="iot_feedback",
            document=document,
            environment=environment,
            asynchronous=True,
            description="Records the edge's answers to commands",
        )
        for function in (self.api, self.feedback):
            grants.use_table(
                function.role, self.table.table_arn, "GetItem", "PutItem", "UpdateItem"
            )
            bus.grant_put_events_to(function.role)
        grants.use_table(self.api.role, f"{self.table.table_arn}/index/{INDEX}", "Query")
        grants.read_latest(self.api.role, assets)
        grants.update_shadow(self.api.role, self, document.thing_name, SHADOW_NAME)
        topic = f"$aws/things/{document.thing_name}/shadow/name/{SHADOW_NAME}/update/documents"
        TopicRule(
            self,
            "Answers",
            sql=f"SELECT * FROM '{topic}'",
            function=self.feedback.function,
            errors=errors,
            description=f"The edge's answers to commands of site {document.name}",
        )
