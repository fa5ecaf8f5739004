"""What is measured, what alarms, what may be commanded, and who hears of it."""

from __future__ import annotations

from aws_cdk import Stack
from aws_cdk import aws_cognito as cognito
from aws_cdk import aws_events as events
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_s3 as s3
from constructs import Construct

from twin.compile import compile_sitewise, compile_twinmaker
from twin.compile.twinmaker import scene_document
from twin.definition import SiteDefinition
from twin.site_document import SiteDocument
from twin_constructs.experience.live_channel import LiveChannel
from twin_constructs.iot import grants
from twin_constructs.iot.alarm_desk import AlarmDesk
from twin_constructs.iot.asset_catalogue import AssetCatalogue
from twin_constructs.iot.broadcast import Broadcast
from twin_constructs.iot.command_path import CommandPath
from twin_constructs.iot.signal_router import SignalRouter
from twin_constructs.iot.topic_rule import RuleErrors
from twin_constructs.iot.twin_graph import TwinGraph
from twin_constructs.python_function import PythonFunction


class IotStack(Stack):
    """Assets, signals, alarms, commands, the twin graph and the live channel of a site.

    `functions` are the API functions by package, `live` the live channel, `asset_arns` the
    SiteWise assets whose values may be read and written.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        definition: SiteDefinition,
        document: SiteDocument,
        bus: events.IEventBus,
        pool: cognito.IUserPool,
        access_logs: s3.IBucket,
    ) -> None:
        super().__init__(scope, construct_id)
        catalogue = AssetCatalogue(self, "Assets", plan=compile_sitewise(definition))
        self.asset_arns = catalogue.asset_arns()
        self.live = LiveChannel(self, "Live", pool=pool)
        errors = RuleErrors(self, "RuleErrors")
        alarms = AlarmDesk(self, "Alarms", document=document, bus=bus, asset_arns=self.asset_arns)
        commands = CommandPath(
            self,
            "Commands",
            document=document,
            bus=bus,
            asset_arns=self.asset_arns,
            errors=errors,
        )
        signals = PythonFunction(
            self,
            "Signals",
            package="iot_signals",
            document=document,
            description="Answers latest values and history",
        )
        grants.read_latest(signals.role, self.asset_arns)
        grants.read_history(signals.role, self.asset_arns)
        SignalRouter(
            self,
            "Router",
            document=document,
            catalogue=catalogue,
            alarms=alarms.table,
            bus=bus,
            live=self.live,
            errors=errors,
        )
        Broadcast(self, "Broadcast", document=document, bus=bus, live=self.live)
        TwinGraph(
            self,
            "Graph",
            plan=compile_twinmaker(definition),
            scene_json=scene_document(definition, model_uris={}),
            catalogue=catalogue,
            access_logs=access_logs,
        )
        self.functions: dict[str, lambda_.IFunction] = {
            "iot_signals": signals.function,
            "iot_alarms": alarms.api.function,
            "iot_command": commands.api.function,
        }
