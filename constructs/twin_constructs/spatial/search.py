"""Search without a cluster: a function that searches, and one that keeps its index."""

from __future__ import annotations

from typing import cast

from aws_cdk import CfnElement, Duration, Size, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_scheduler as scheduler
from aws_cdk import aws_scheduler_targets as scheduler_targets
from constructs import Construct

from twin.site_document import SiteDocument
from twin_constructs.acknowledge import acknowledge, acknowledge_own_policy
from twin_constructs.python_function import PythonFunction
from twin_constructs.spatial import grants
from twin_constructs.spatial.storage import INDEX, SpatialStorage

PREFIX = "search/"
EXPIRE_AFTER = Duration.days(3)
"""A snapshot counts for a day at most, then a new one is made even if nothing changed."""

EVERY = Duration.minutes(15)
ANY_VERSION = "Scheduler may invoke this one function; the wildcard covers its versions and aliases"


class Search(Construct):
    """`function` answers searches; another one makes snapshots of the index every quarter hour.

    100,000 assets are a snapshot of 190 MB. A searching process holds one of them, two while it
    changes over; the indexer holds the one before, the new one and what a walk makes.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        document: SiteDocument,
        storage: SpatialStorage,
    ) -> None:
        super().__init__(scope, construct_id)
        environment = {
            "CATALOG_TABLE": storage.catalog.table_name,
            "ASSETS_BUCKET": storage.assets.bucket_name,
        }
        searching = PythonFunction(
            self,
            "Find",
            package="spatial_search",
            document=document,
            environment=environment,
            # The file cache of the index is memory, and more memory is more CPU.
            memory_megabytes=1769,
            ephemeral_storage=Size.gibibytes(2),
            description="Searches the catalogue",
        )
        self.function: lambda_.IFunction = searching.function
        self._indexing = PythonFunction(
            self,
            "Index",
            package="spatial_index",
            document=document,
            environment=environment,
            memory_megabytes=1769,
            ephemeral_storage=Size.gibibytes(5),
            timeout=Duration.minutes(15),
            asynchronous=True,
            description="Makes snapshots of the index of the catalogue",
        )
        self._grant(searching.role, storage, "GetItem", "BatchGetItem")
        self._grant(self._indexing.role, storage, "GetItem", "BatchGetItem", "PutItem", "Query")
        grants.use_objects(searching.role, storage.assets, PREFIX, "GetObject")
        grants.use_objects(self._indexing.role, storage.assets, PREFIX, "GetObject", "PutObject")
        storage.assets.add_lifecycle_rule(
            prefix=PREFIX,
            expiration=EXPIRE_AFTER,
            noncurrent_version_expiration=Duration.days(1),
        )
        self._call_often()

    def _grant(self, role: iam.IRole, storage: SpatialStorage, *actions: str) -> None:
        table = storage.catalog.table_arn
        grants.use_table(role, table, *actions)
        grants.use_table(role, f"{table}/index/{INDEX}", "Query")
        grants.list_bucket(role, storage.assets)

    def _call_often(self) -> None:
        role = iam.Role(
            self, "Scheduler", assumed_by=iam.ServicePrincipal("scheduler.amazonaws.com")
        )
        acknowledge_own_policy(role)
        function = self._indexing.function
        name = Stack.of(self).get_logical_id(cast("CfnElement", function.node.default_child))
        acknowledge(role, {f"AwsSolutions-IAM5[Resource::<{name}.Arn>:*]": ANY_VERSION})
        scheduler.Schedule(
            self,
            "Often",
            schedule=scheduler.ScheduleExpression.rate(EVERY),
            target=scheduler_targets.LambdaInvoke(
                function,
                role=role,
                input=scheduler.ScheduleTargetInput.from_object({"rebuild": False}),
                retry_attempts=0,
                max_event_age=EVERY,
            ),
            description="Makes a snapshot of the index of the catalogue where it changed",
        )
