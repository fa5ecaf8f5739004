"""The registry of models: what was deployed, which parameters were published, what is active."""

from __future__ import annotations

import json
from collections.abc import Iterable

from aws_cdk import aws_events as events
from aws_cdk import aws_iam as iam
from constructs import Construct

from twin.site_document import SiteDocument
from twin_constructs.iot import grants as values
from twin_constructs.python_function import PythonFunction
from twin_constructs.secure_table import SecureTable
from twin_constructs.simulation.model_store import PREFIX, ModelStore
from twin_constructs.spatial.grants import list_bucket, use_objects

OPERATIONS = ("BatchGetItem", "DeleteItem", "GetItem", "PutItem", "Query")
"""What the API calls on the table; only kept answers to repeated requests are ever deleted."""


class ModelRegistry(Construct):
    """The table of deployments, versions of parameters and what is active, and its API.

    Kept answers to repeated requests go away by `delete_after`; versions have none.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        document: SiteDocument,
        store: ModelStore,
        bus: events.IEventBus,
    ) -> None:
        super().__init__(scope, construct_id)
        self.table = SecureTable(self, "Registry", time_to_live_attribute="delete_after").table
        self.api = PythonFunction(
            self,
            "Api",
            package="simulation_models",
            document=document,
            environment={
                "REGISTRY_TABLE": self.table.table_name,
                "MODELS_BUCKET": store.bucket.bucket_name,
                "ARTEFACTS": store.artefacts_json,
                "EVENT_BUS_NAME": bus.event_bus_name,
            },
            description="Answers models; deploys them and takes them back",
        )
        self.allow(self.api.role, *OPERATIONS)
        use_objects(self.api.role, store.bucket, PREFIX, "GetObject", "PutObject")
        list_bucket(self.api.role, store.bucket)
        bus.grant_put_events_to(self.api.role)

    def take_kinds_of(self, images: Iterable[str]) -> None:
        """Let the API deploy models of the kinds that these images run."""
        self.api.function.add_environment("MODEL_IMAGES", json.dumps(sorted(images)))

    def read_active(self, role: iam.IRole) -> None:
        """Let a function find out what is active."""
        self.allow(role, "GetItem")

    def allow(self, role: iam.IRole, *operations: str) -> None:
        """Let a function call these operations on the table."""
        values.use_table(role, self.table.table_arn, *operations)
