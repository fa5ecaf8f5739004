"""The functions of studies with what each may call."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict

from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_events as events
from aws_cdk import aws_stepfunctions as sfn
from constructs import Construct

from twin.cost.conversion_prices import ConversionPrices
from twin.simulation.study_keys import PREFIX
from twin.site_document import SiteDocument
from twin_constructs.iot import grants as values
from twin_constructs.machine_grants import let_start, let_stop
from twin_constructs.python_function import PythonFunction
from twin_constructs.simulation.model_registry import ModelRegistry
from twin_constructs.simulation.model_store import PREFIX as MODELS_PREFIX
from twin_constructs.simulation.model_store import ModelStore
from twin_constructs.spatial.grants import list_bucket, use_objects


class StudySteps(Construct):
    """`steps` and `fail` of the workflow, and `api` of the HTTP API.

    `table` is that of the runs, which has the studies too. `fail` is also invoked by events of
    executions that ended badly.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        document: SiteDocument,
        store: ModelStore,
        registry: ModelRegistry,
        table: dynamodb.ITable,
        bus: events.IEventBus,
        prices: ConversionPrices,
        image_digests: Mapping[str, str],
    ) -> None:
        super().__init__(scope, construct_id)
        self._document, self._store, self._table, self._bus = document, store, table, bus
        shared = {
            "RUN_TABLE": table.table_name,
            "MODELS_BUCKET": store.bucket.bucket_name,
            "EVENT_BUS_NAME": bus.event_bus_name,
        }
        priced = {**shared, "JOB_PRICES": json.dumps(asdict(prices))}
        self.steps = self._function(
            "Steps", "simulation_study_steps", priced, "Plans and publishes"
        )
        self.fail = self._function(
            "Fail", "simulation_study_fail", shared, "Records why there are no results", True
        )
        known = {
            **priced,
            "REGISTRY_TABLE": registry.table.table_name,
            "ARTEFACTS": store.artefacts_json,
            "STUDY_IMAGE_DIGESTS": json.dumps(dict(image_digests), sort_keys=True),
        }
        self.api = self._function("Api", "simulation_studies", known, "Answers studies")
        registry.read_active(self.api.role)
        self._grant()

    def start_with(self, machine: sfn.StateMachine) -> None:
        """Let the API start and stop executions of a state machine."""
        let_start(self.api, machine, variable="STUDY_STATE_MACHINE_ARN")
        let_stop(self.api, machine)

    def _function(
        self,
        name: str,
        package: str,
        environment: dict[str, str],
        description: str,
        asynchronous: bool = False,
    ) -> PythonFunction:
        return PythonFunction(
            self,
            name,
            package=package,
            document=self._document,
            environment=environment,
            asynchronous=asynchronous,
            description=f"{description} of studies",
        )

    def _grant(self) -> None:
        bucket = self._store.bucket
        for function in (self.steps, self.fail, self.api):
            self._bus.grant_put_events_to(function.role)
            values.use_table(function.role, self._table.table_arn, "GetItem", "PutItem")
            list_bucket(function.role, bucket)
        values.use_table(self.api.role, f"{self._table.table_arn}/index/by-time", "Query")
        use_objects(self.fail.role, bucket, PREFIX, "GetObject")
        for function in (self.steps, self.api):
            use_objects(function.role, bucket, PREFIX, "GetObject", "PutObject")
            # Manifests of deployments are beside the files of their models.
            use_objects(function.role, bucket, MODELS_PREFIX, "GetObject")
