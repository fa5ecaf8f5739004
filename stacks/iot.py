"""What is measured, what alarms, what may be commanded, and who hears of it."""

from __future__ import annotations

from aws_cdk import Stack
from aws_cdk import aws_cognito as cognito
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_events as events
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_s3 as s3
from constructs import Construct

from twin.compile import compile_sitewise, compile_twinmaker, placement
from twin.compile.connectors import compile_connectors
from twin.compile.scene import scene_document
from twin.definition import SiteDefinition
from twin.site_document import SiteDocument
from twin_constructs.experience.live_channel import LiveChannel
from twin_constructs.iot import grants
from twin_constructs.iot.alarm_desk import AlarmDesk
from twin_constructs.iot.asset_catalogue import AssetCatalogue
from twin_constructs.iot.broadcast import Broadcast
from twin_constructs.iot.command_path import CommandPath
from twin_constructs.iot.connectors import Connectors
from twin_constructs.iot.influx_target import InfluxTarget
from twin_constructs.iot.late_imports import LateImports
from twin_constructs.iot.live_memory import LiveMemory
from twin_constructs.iot.signal_router import SignalRouter
from twin_constructs.iot.topic_rule import RuleErrors
from twin_constructs.iot.twin_graph import TwinGraph
from twin_constructs.iot.value_storage import ValueStorage
from twin_constructs.python_function import PythonFunction


class IotStack(Stack):
    """Assets, signals, alarms, commands, the twin graph and the live channel of a site.

    `functions` are the API functions by package, `live` the live channel, `assets` the
    SiteWise assets whose values may be read and written, `commands` the table of set-points,
    `results` that of the results of simulations and `imports` those of late values, where there
    are any.
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
        catalogue = AssetCatalogue(
            self,
            "Assets",
            site=definition.name,
            plan=compile_sitewise(definition),
            with_instances=not placement(definition).instances_by_loader,
        )
        self.assets = catalogue.asset_scope()
        self.live = LiveChannel(self, "Live", pool=pool)
        errors = RuleErrors(self, "RuleErrors")
        alarms = AlarmDesk(self, "Alarms", document=document, bus=bus, assets=self.assets)
        commands = CommandPath(
            self,
            "Commands",
            document=document,
            bus=bus,
            assets=self.assets,
            errors=errors,
        )
        self.commands = commands.table
        signals = self._signals(document)
        relations = self._relations(document)
        memory = LiveMemory(self, "LiveMemory", document=document, assets=self.assets)
        self._distribute(document, bus, catalogue, alarms.table, memory.table, errors)
        connectors = Connectors(
            self,
            "Connectors",
            plans=compile_connectors(definition),
            document=document,
            alarms=alarms.table,
        )
        self.results = connectors.results
        self._influx_target(definition, document, catalogue, errors)
        self._graph(definition, catalogue, connectors, access_logs)
        self.imports = self._storage(definition, document, bus, access_logs)
        self.functions: dict[str, lambda_.IFunction] = {
            "iot_signals": signals.function,
            "iot_graph": relations.function,
            "live_resume": memory.api.function,
            "iot_alarms": alarms.api.function,
            "iot_command": commands.api.function,
        }

    def _distribute(
        self,
        document: SiteDocument,
        bus: events.IEventBus,
        catalogue: AssetCatalogue,
        alarms: dynamodb.ITable,
        journal: dynamodb.ITable,
        errors: RuleErrors,
    ) -> None:
        """Bring new values, alarms and events to all who wait for them."""
        SignalRouter(
            self,
            "Router",
            document=document,
            catalogue=catalogue,
            alarms=alarms,
            bus=bus,
            live=self.live,
            errors=errors,
        )
        Broadcast(
            self,
            "Broadcast",
            document=document,
            bus=bus,
            live=self.live,
            journal=journal,
        )

    def _graph(
        self,
        definition: SiteDefinition,
        catalogue: AssetCatalogue,
        connectors: Connectors,
        access_logs: s3.IBucket,
    ) -> None:
        TwinGraph(
            self,
            "Graph",
            plan=compile_twinmaker(definition),
            scene_json=scene_document(definition, model_uris={}),
            catalogue=catalogue,
            connectors=connectors,
            access_logs=access_logs,
        )

    def _signals(self, document: SiteDocument) -> PythonFunction:
        signals = PythonFunction(
            self,
            "Signals",
            package="iot_signals",
            document=document,
            description="Answers latest values, histories and statistics",
        )
        grants.read_latest(signals.role, self.assets)
        grants.read_history(signals.role, self.assets)
        grants.read_histories(signals.role, self.assets)
        grants.read_aggregates(signals.role, self.assets)
        return signals

    def _relations(self, document: SiteDocument) -> PythonFunction:
        relations = PythonFunction(
            self,
            "Relations",
            package="iot_graph",
            document=document,
            description="Answers questions about the graph of the twin",
        )
        grants.read_latest(relations.role, self.assets)
        return relations

    def _influx_target(
        self,
        definition: SiteDefinition,
        document: SiteDocument,
        catalogue: AssetCatalogue,
        errors: RuleErrors,
    ) -> None:
        influxdb = definition.features.influxdb
        if influxdb is None or influxdb.target is None:
            return
        InfluxTarget(
            self,
            "Influx",
            document=document,
            options=influxdb,
            target=influxdb.target,
            catalogue=catalogue,
            errors=errors,
        )

    def _storage(
        self,
        definition: SiteDefinition,
        document: SiteDocument,
        bus: events.IEventBus,
        access_logs: s3.IBucket,
    ) -> LateImports | None:
        """Build the tiers that the site file asks for; without any, late values have no place."""
        storage = definition.storage
        if storage is None:
            return None
        ValueStorage(self, "Storage", document=document, storage=storage, access_logs=access_logs)
        if not (storage.warm or storage.cold):
            return None
        return LateImports(self, "Imports", document=document, bus=bus, access_logs=access_logs)
