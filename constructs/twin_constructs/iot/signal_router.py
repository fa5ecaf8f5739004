"""Property notifications of SiteWise to alarms and to the live channel."""

from __future__ import annotations

from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_events as events
from constructs import Construct

from twin.site_document import SiteDocument
from twin_constructs.experience.live_channel import LiveChannel
from twin_constructs.iot import grants
from twin_constructs.iot.asset_catalogue import AssetCatalogue
from twin_constructs.iot.topic_rule import RuleErrors, TopicRule, permit_rules
from twin_constructs.python_function import PythonFunction


class SignalRouter(Construct):
    """One rule per equipment type, so that other sites' notifications never arrive here."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        document: SiteDocument,
        catalogue: AssetCatalogue,
        alarms: dynamodb.ITable,
        bus: events.IEventBus,
        live: LiveChannel,
        errors: RuleErrors,
    ) -> None:
        super().__init__(scope, construct_id)
        self.function = PythonFunction(
            self,
            "Route",
            package="iot_route",
            document=document,
            environment={
                "ALARM_TABLE": alarms.table_name,
                "EVENT_BUS_NAME": bus.event_bus_name,
                "LIVE_HTTP_HOST": live.http_host,
            },
            asynchronous=True,
            description="Evaluates alarms and passes values to the live channel",
        )
        role, assets = self.function.role, catalogue.asset_scope()
        grants.use_table(role, alarms.table_arn, "GetItem", "PutItem")
        grants.describe_properties(role, assets)
        grants.write_values(role, assets)
        bus.grant_put_events_to(role)
        live.grant_publish(role)
        prefix = f"{document.name.replace('-', '_')}__notify"
        permit_rules(self, self.function.function, f"{prefix}_*")
        for name, topic in catalogue.notification_topics().items():
            TopicRule(
                self,
                f"Notify-{name}",
                sql=f"SELECT * FROM '{topic}' WHERE type = 'PropertyValueUpdate'",
                function=self.function.function,
                errors=errors,
                description=f"New values of {name} assets of site {document.name}",
                name=f"{prefix}_{name}",
            )
