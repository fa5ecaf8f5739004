"""The function of what-ifs that compare candidates, and of the course of runs."""

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
from twin_constructs.simulation.model_store import RUNS_PREFIX, ModelStore
from twin_constructs.spatial.grants import list_bucket, use_objects


class WhatIf(Construct):
    """`api` of the HTTP API: it starts runs of `machine` and reads what they left.

    `runs` and `results` are the tables of runs and of their history, `commands` that of commands:
    what the plant may hold as a set-point decides how far the next one may be from it.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        document: SiteDocument,
        store: ModelStore,
        bus: events.IEventBus,
        assets: AssetScope,
        machine: sfn.IStateMachine,
        runs: dynamodb.ITable,
        results: dynamodb.ITable,
        commands: dynamodb.ITable,
    ) -> None:
        super().__init__(scope, construct_id)
        self.api = PythonFunction(
            self,
            "Api",
            package="simulation_what_if",
            document=document,
            environment={
                "RUN_TABLE": runs.table_name,
                "RESULT_TABLE": results.table_name,
                "COMMAND_TABLE": commands.table_name,
                "MODELS_BUCKET": store.bucket.bucket_name,
                "EVENT_BUS_NAME": bus.event_bus_name,
            },
            description="Compares candidates and set-points in simulation",
        )
        values.use_table(self.api.role, runs.table_arn, "GetItem", "PutItem")
        values.use_table(self.api.role, results.table_arn, "PutItem")
        values.use_table(self.api.role, commands.table_arn, "GetItem")
        values.read_latest(self.api.role, assets)
        use_objects(self.api.role, store.bucket, RUNS_PREFIX, "GetObject")
        list_bucket(self.api.role, store.bucket)  # a missing object is AccessDenied without it
        bus.grant_put_events_to(self.api.role)
        let_start(self.api, machine, variable="SIMULATE_STATE_MACHINE_ARN")
