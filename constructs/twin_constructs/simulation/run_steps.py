"""The functions of the simulation plane with what each may call."""

from __future__ import annotations

from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_events as events
from aws_cdk import aws_stepfunctions as sfn
from constructs import Construct

from twin.site_document import SiteDocument
from twin_constructs.iot import grants as values
from twin_constructs.iot.asset_scope import AssetScope
from twin_constructs.machine_grants import let_start
from twin_constructs.python_function import PythonFunction
from twin_constructs.secure_table import SecureTable
from twin_constructs.simulation.model_registry import ModelRegistry
from twin_constructs.simulation.model_store import PREFIX, RUNS_PREFIX, ModelStore
from twin_constructs.spatial.grants import list_bucket, use_objects


class RunSteps(Construct):
    """`prepare`, `publish` and `fail` of the workflow, `api` of the HTTP API, and their table.

    `fail` is also invoked by events of executions that ended badly. `results` is the table of the
    twin's graph that remembers what ended when.
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
        results: dynamodb.ITable,
    ) -> None:
        super().__init__(scope, construct_id)
        self.table = SecureTable(self, "Runs", index_name="by-time").table
        self._document, self._store, self._bus = document, store, bus
        self._results, self._registry = results, registry
        self.prepare = self._step("Prepare", "simulation_prepare", "Takes a run's inputs")
        self.publish = self._step("Publish", "simulation_publish", "Stores a run's result")
        self.fail = self._step(
            "Fail", "simulation_fail", "Records why a run failed", asynchronous=True
        )
        self.api = self._step("Api", "simulation_runs", "Answers runs and new runs")
        self._grant(assets)

    def start_with(self, machine: sfn.IStateMachine) -> None:
        """Let the API start runs of a state machine."""
        let_start(self.api, machine, variable="SIMULATE_STATE_MACHINE_ARN")

    def _step(
        self, name: str, package: str, description: str, *, asynchronous: bool = False
    ) -> PythonFunction:
        return PythonFunction(
            self,
            name,
            package=package,
            document=self._document,
            environment={
                "RUN_TABLE": self.table.table_name,
                "RESULT_TABLE": self._results.table_name,
                "REGISTRY_TABLE": self._registry.table.table_name,
                "MODELS_BUCKET": self._store.bucket.bucket_name,
                "ARTEFACTS": self._store.artefacts_json,
                "EVENT_BUS_NAME": self._bus.event_bus_name,
            },
            asynchronous=asynchronous,
            description=description,
        )

    def _grant(self, assets: AssetScope) -> None:
        bucket = self._store.bucket
        for step in (self.prepare, self.publish, self.fail, self.api):
            self._bus.grant_put_events_to(step.role)
            values.use_table(step.role, self.table.table_arn, "GetItem", "PutItem")
        for step in (self.publish, self.fail, self.api):
            values.use_table(step.role, self._results.table_arn, "PutItem")
        values.use_table(self.api.role, f"{self.table.table_arn}/index/by-time", "Query")
        self._registry.read_active(self.prepare.role)
        values.read_latest(self.prepare.role, assets)
        values.write_values(self.publish.role, assets)
        use_objects(self.prepare.role, bucket, RUNS_PREFIX, "PutObject")
        use_objects(self.prepare.role, bucket, PREFIX, "GetObject")
        values.use_table(self.publish.role, self.table.table_arn, "Query")
        use_objects(self.publish.role, bucket, RUNS_PREFIX, "GetObject", "PutObject")
        use_objects(self.fail.role, bucket, RUNS_PREFIX, "GetObject")
        list_bucket(self.fail.role, bucket)
