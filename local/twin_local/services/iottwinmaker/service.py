"""AWS IoT TwinMaker of one account and region: its rooms put together.

Operations that wait for a connector run without the lock: a connector may ask TwinMaker itself.
"""

from __future__ import annotations

from moto.core.utils import get_service_model

from twin_local.services.documents import Documents, Json
from twin_local.services.iottwinmaker.component_types import ComponentTypes
from twin_local.services.iottwinmaker.connectors import Clients, Connectors
from twin_local.services.iottwinmaker.entities import Entities
from twin_local.services.iottwinmaker.entity_lists import EntityLists
from twin_local.services.iottwinmaker.exceptions import (
    ResourceNotFoundException,
    ValidationException,
)
from twin_local.services.iottwinmaker.graph_queries import GraphQueries
from twin_local.services.iottwinmaker.operations import Operation, joined
from twin_local.services.iottwinmaker.pricing import Pricing
from twin_local.services.iottwinmaker.property_history import PropertyHistory
from twin_local.services.iottwinmaker.property_values import PropertyValues
from twin_local.services.iottwinmaker.property_writes import PropertyWrites
from twin_local.services.iottwinmaker.registry import Registry
from twin_local.services.iottwinmaker.scenes import Scenes
from twin_local.services.iottwinmaker.schema_initializer import SchemaInitializer
from twin_local.services.iottwinmaker.sitewise_reader import SiteWiseReader
from twin_local.services.iottwinmaker.sync_jobs import Revision, SyncJobs
from twin_local.services.iottwinmaker.tags import Tags
from twin_local.services.iottwinmaker.transfer_jobs import TransferJobs
from twin_local.services.iottwinmaker.workspaces import Workspaces
from twin_local.services.settings import SETTINGS

SERVICE = "iottwinmaker"
NOT_FOUND = "ResourceNotFoundException"


class TwinMaker:
    """One account's TwinMaker in one region.

    `clients` gives it the other services; `revision` says how often SiteWise has changed.
    """

    def __init__(self, *, account: str, region: str, clients: Clients, revision: Revision) -> None:
        self._documents = Documents(SETTINGS.database(SERVICE, account, region))
        registry = Registry(self._documents, account=account, region=region)
        self._registry = registry
        connectors, sitewise = Connectors(clients), SiteWiseReader(clients)
        types = ComponentTypes(registry)
        initializer = SchemaInitializer(registry, types, connectors, sitewise)
        entities = Entities(registry, types, initializer)
        self._sync = SyncJobs(registry, clients, revision)
        pricing = Pricing(registry)
        readers = (registry, types, entities, connectors, sitewise)
        transfers = TransferJobs(registry, types, entities, clients)
        self._locked = joined(
            Workspaces(registry).operations(),
            types.operations(),
            entities.operations(),
            EntityLists(registry, types, entities).operations(),
            Scenes(registry).operations(),
            Tags(registry).operations(),
            pricing.operations(),
            self._sync.operations(),
            transfers.operations(),
        )
        self._unlocked = joined(
            entities.unlocked(),
            PropertyValues(*readers).unlocked(),
            PropertyHistory(*readers).unlocked(),
            PropertyWrites(registry, entities, connectors).unlocked(),
            GraphQueries(registry, entities, pricing).unlocked(),
            transfers.unlocked(),
        )

    def close(self) -> None:
        """Close the store."""
        self._documents.close()

    def operations(self) -> frozenset[str]:
        """Return the names of the operations that are served."""
        return frozenset(joined(self._locked, self._unlocked))

    def call(self, operation: str, request: Json) -> Json | None:
        """Serve one operation; None where it is not implemented."""
        with self._registry.lock:
            self._registry.settle()
            self._sync.keep_in_step(request.get("workspace_id"))
            if method := self._locked.get(operation):
                return _modelled(operation, method, request)
        unlocked = self._unlocked.get(operation)
        return _modelled(operation, unlocked, request) if unlocked else None


def _modelled(operation: str, method: Operation, request: Json) -> Json:
    """Serve an operation; one that cannot say that something is missing says it is not valid."""
    try:
        return method(request)
    except ResourceNotFoundException as error:
        errors = get_service_model(SERVICE).operation_model(operation).error_shapes
        if any(one.name == NOT_FOUND for one in errors):
            raise
        raise ValidationException(error.message) from error
