"""Search and its indexer as their callers see them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from catalogue_runtime.store import CatalogueStore
from search_runtime.pointer import Snapshot, read_pointer
from spatial_index.handler import handler
from spatial_index.indexer import Report
from spatial_search.handler import index
from tests.integration.spatial.catalogue import Catalogue
from tests.integration.spatial.plane import Reply, SpatialPlane
from twin_runtime import clients


class Context:
    """What Lambda says of an invocation."""

    def get_remaining_time_in_millis(self) -> int:
        return 900_000


@dataclass
class Searching:
    """Requests of one caller."""

    plane: SpatialPlane
    catalogue: Catalogue

    def ask(self, **query: object) -> Reply:
        given = {
            name: [str(one) for one in value] if isinstance(value, list) else [str(value)]
            for name, value in query.items()
        }
        return self.plane.ask("GET", "/assets", query=given)

    def rows(self, **query: object) -> list[Any]:
        reply = self.ask(**query)
        assert reply.status == 200, reply.body
        rows: list[Any] = reply.body["assets"]
        return rows

    def keys(self, **query: object) -> list[str]:
        return [row["asset_key"] for row in self.rows(**query)]

    def code(self, **query: object) -> str:
        reply = self.ask(**query)
        assert reply.status != 200, reply.body
        return str(reply.body["code"])

    def run_indexer(self, **event: object) -> Report:
        return handler(event, Context())

    def new_process(self) -> None:
        """Let the next search begin as a new process does."""
        if index.cache_info().currsize:
            index().close()
            index.cache_clear()

    @property
    def store(self) -> CatalogueStore:
        return CatalogueStore(clients.dynamodb(), "catalog")

    @property
    def pointer(self) -> Snapshot:
        found = read_pointer(self.store)
        assert found is not None
        return found
