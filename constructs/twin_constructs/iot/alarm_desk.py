"""Alarms: their states, and the API to see and acknowledge them."""

from __future__ import annotations

from aws_cdk import aws_events as events
from constructs import Construct

from twin.site_document import SiteDocument
from twin_constructs.iot import grants
from twin_constructs.iot.asset_scope import AssetScope
from twin_constructs.python_function import PythonFunction
from twin_constructs.secure_table import SecureTable


class AlarmDesk(Construct):
    """The table of alarms and their histories, and the function behind the alarm list."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        document: SiteDocument,
        bus: events.IEventBus,
        assets: AssetScope,
    ) -> None:
        super().__init__(scope, construct_id)
        self.table = SecureTable(
            self, "States", index_name="by-time", time_to_live_attribute="expires_at"
        ).table
        self.api = PythonFunction(
            self,
            "Api",
            package="iot_alarms",
            document=document,
            environment={
                "ALARM_TABLE": self.table.table_name,
                "EVENT_BUS_NAME": bus.event_bus_name,
            },
            description="Lists and acknowledges alarms, tells their histories",
        )
        grants.use_table(
            self.api.role, self.table.table_arn, "GetItem", "BatchGetItem", "PutItem", "Query"
        )
        grants.write_values(self.api.role, assets)
        bus.grant_put_events_to(self.api.role)
