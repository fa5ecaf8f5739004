"""The functions of the calibration loop with what each may call."""

from __future__ import annotations

from aws_cdk import Duration
from aws_cdk import aws_events as events
from aws_cdk import aws_stepfunctions as sfn
from constructs import Construct

from twin.compile.window_sources import SourcePlan, options_json
from twin.recalibration.order import PREFIX
from twin.site_document import SiteDocument
from twin_constructs.iot import grants as values
from twin_constructs.iot.asset_scope import AssetScope
from twin_constructs.machine_grants import let_start, let_stop
from twin_constructs.python_function import PythonFunction
from twin_constructs.secure_table import SecureTable
from twin_constructs.simulation.model_registry import ModelRegistry
from twin_constructs.simulation.model_store import ModelStore
from twin_constructs.simulation.window_grants import read_sources
from twin_constructs.spatial.grants import list_bucket, use_objects
from twin_constructs.staging import Extra

OPTIONS = "window_sources.json"
RECORDS = ("GetItem", "PutItem", "DeleteItem")
"""What writing a record takes: its lock is taken and given up with it."""


class CalibrationSteps(Construct):
    """`window`, `calibrated` and `fail` of the workflow, `watch` of predictions, and `api`.

    `fail` is also invoked by events of executions that ended badly, `watch` by those of runs.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        document: SiteDocument,
        store: ModelStore,
        registry: ModelRegistry,
        bus: events.IEventBus,
        assets: AssetScope,
        image_digest: str,
        windows: tuple[SourcePlan, ...],
    ) -> None:
        super().__init__(scope, construct_id)
        self.table = SecureTable(self, "Calibrations", index_name="by-time").table
        self._document, self._bus = document, bus
        table = {"CALIBRATION_TABLE": self.table.table_name}
        bucket = {"MODELS_BUCKET": store.bucket.bucket_name}
        active = {
            "REGISTRY_TABLE": registry.table.table_name,
            "ARTEFACTS": store.artefacts_json,
        }
        image = {"CALIBRATE_IMAGE_DIGEST": image_digest}
        self.window = self._function(
            "Window",
            "simulation_window",
            table | bucket | active | image,
            "Reads and judges the window of a calibration",
            timeout=Duration.minutes(10),
            memory_megabytes=1024,
            extras=(Extra(OPTIONS, options_json(windows).encode()),),
        )
        self.calibrated = self._function(
            "Calibrated",
            "simulation_calibrated",
            table | bucket | active,
            "Publishes what the gate of a calibration took",
        )
        self.fail = self._function(
            "Fail",
            "simulation_calibration_fail",
            table | bucket,
            "Records why a calibration gave no decision",
            asynchronous=True,
        )
        self.watch = self._function(
            "Watch",
            "simulation_watch",
            table | active,
            "Tells drift of predictions, and takes versions back",
            asynchronous=True,
        )
        self.api = self._function(
            "Api", "simulation_calibrations", table | bucket, "Answers calibrations"
        )
        self._grant(registry, assets)
        self._grant_objects(store)
        read_sources(self.window.role, store.bucket, windows)

    def start_with(self, machine: sfn.StateMachine) -> None:
        """Let the API and the watch start executions of a state machine, and the API stop them."""
        for function in (self.api, self.watch):
            let_start(function, machine, variable="CALIBRATE_STATE_MACHINE_ARN")
        let_stop(self.api, machine)

    def _function(
        self,
        name: str,
        package: str,
        environment: dict[str, str],
        description: str,
        *,
        timeout: Duration | None = None,
        memory_megabytes: int = 256,
        extras: tuple[Extra, ...] = (),
        asynchronous: bool = False,
    ) -> PythonFunction:
        return PythonFunction(
            self,
            name,
            package=package,
            document=self._document,
            environment={**environment, "EVENT_BUS_NAME": self._bus.event_bus_name},
            timeout=timeout,
            memory_megabytes=memory_megabytes,
            extras=extras,
            asynchronous=asynchronous,
            description=description,
        )

    def _grant(self, registry: ModelRegistry, assets: AssetScope) -> None:
        for function in (self.window, self.calibrated, self.fail, self.watch, self.api):
            self._bus.grant_put_events_to(function.role)
            values.use_table(function.role, self.table.table_arn, *RECORDS)
        values.use_table(self.api.role, f"{self.table.table_arn}/index/by-time", "Query")
        values.read_history(self.window.role, assets)
        registry.allow(self.window.role, "GetItem")
        registry.allow(self.calibrated.role, "GetItem", "PutItem", "Query")
        registry.allow(self.watch.role, "GetItem", "PutItem")

    def _grant_objects(self, store: ModelStore) -> None:
        use_objects(self.window.role, store.bucket, PREFIX, "PutObject")
        for function in (self.calibrated, self.fail, self.api):
            use_objects(function.role, store.bucket, PREFIX, "GetObject")
        list_bucket(self.fail.role, store.bucket)
