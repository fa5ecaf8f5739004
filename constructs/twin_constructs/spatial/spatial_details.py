"""The function behind metadata schemas, links, comments, aliases, tags and the history."""

from __future__ import annotations

from constructs import Construct

from twin.site_document import SiteDocument
from twin_constructs.python_function import PythonFunction
from twin_constructs.spatial import grants
from twin_constructs.spatial.storage import INDEX, SpatialStorage


class SpatialDetails(Construct):
    """`function` reads and writes the catalogue table, and nothing else."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        document: SiteDocument,
        storage: SpatialStorage,
    ) -> None:
        super().__init__(scope, construct_id)
        made = PythonFunction(
            self,
            "Details",
            package="spatial_details",
            document=document,
            environment={"CATALOG_TABLE": storage.catalog.table_name},
            # Policies and schemas are checked by extension modules: more memory is more CPU.
            memory_megabytes=512,
            description="Serves schemas, links, comments, aliases, tags and the history",
        )
        self.function = made.function
        table = storage.catalog.table_arn
        grants.use_table(
            made.role,
            table,
            "BatchGetItem",
            "ConditionCheckItem",
            "DeleteItem",
            "GetItem",
            "PutItem",
            "Query",
            "UpdateItem",
        )
        grants.use_table(made.role, f"{table}/index/{INDEX}", "Query")
