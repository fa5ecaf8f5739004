"""Values that were too old for real time: files in a bucket become import jobs of SiteWise."""

from __future__ import annotations

from typing import cast

from aws_cdk import CfnElement, Duration, Stack
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_scheduler as scheduler
from aws_cdk import aws_scheduler_targets as scheduler_targets
from constructs import Construct

from twin.site_document import SiteDocument
from twin.storage.imports import FILES_PREFIX, REPORTS_PREFIX
from twin_constructs.acknowledge import acknowledge, acknowledge_own_policy
from twin_constructs.iot import grants
from twin_constructs.iot.storage_grants import (
    account_wide,
    pass_to_sitewise,
    sitewise_role,
    use_bucket,
    use_objects,
)
from twin_constructs.python_function import PythonFunction
from twin_constructs.secure_bucket import SecureBucket
from twin_constructs.secure_table import SecureTable

KEPT_DAYS = 90
"""An imported file is only needed to look up what SiteWise refused of it."""

FOLLOWED_MINUTES = 5
ANY_VERSION = "Scheduler may invoke this one function; the wildcard covers its versions and aliases"
BY_DIGEST = (
    "Files are named by the digest of their content and reports by that of their file; neither can "
    "be listed in a policy, and the statement ends at their prefix"
)


class LateImports(Construct):
    """The bucket that the edge device uploads to, and the function that imports from it."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        document: SiteDocument,
        bus: events.IEventBus,
        access_logs: s3.IBucket,
    ) -> None:
        super().__init__(scope, construct_id)
        self.bucket = SecureBucket(
            self,
            "Files",
            access_logs=access_logs,
            event_bridge=True,
            expire_after=Duration.days(KEPT_DAYS),
        ).bucket
        self.table = SecureTable(self, "Jobs", index_name="by-time").table
        role = self._job_role()
        self.function = PythonFunction(
            self,
            "Import",
            package="iot_import",
            document=document,
            environment={
                "IMPORT_TABLE": self.table.table_name,
                "IMPORT_ROLE_ARN": role.role_arn,
                "EVENT_BUS_NAME": bus.event_bus_name,
            },
            asynchronous=True,
            description="Imports files of late values into SiteWise and tells what came of them",
        )
        self._grant(bus, role)
        self._call_on_arrival()
        self._call_to_follow()

    def _job_role(self) -> iam.Role:
        role = sitewise_role(self, "Job")
        use_bucket(role, self.bucket)
        use_objects(role, self.bucket, FILES_PREFIX, "GetObject", reason=BY_DIGEST)
        use_objects(role, self.bucket, REPORTS_PREFIX, "PutObject", reason=BY_DIGEST)
        return role

    def _grant(self, bus: events.IEventBus, job_role: iam.Role) -> None:
        role = self.function.role
        grants.use_table(role, self.table.table_arn, "GetItem", "PutItem")
        grants.use_table(role, f"{self.table.table_arn}/index/by-time", "Query")
        account_wide(role, "CreateBulkImportJob", "DescribeBulkImportJob")
        pass_to_sitewise(role, job_role)
        bus.grant_put_events_to(role)

    def _call_on_arrival(self) -> None:
        events.Rule(
            self,
            "Arrival",
            description="A file of late values is complete",
            event_pattern=events.EventPattern(
                source=["aws.s3"],
                detail_type=["Object Created"],
                detail={
                    "bucket": {"name": [self.bucket.bucket_name]},
                    "object": {"key": [{"prefix": FILES_PREFIX}]},
                },
            ),
            targets=[targets.LambdaFunction(self.function.function)],
        )

    def _call_to_follow(self) -> None:
        role = iam.Role(
            self, "Scheduler", assumed_by=iam.ServicePrincipal("scheduler.amazonaws.com")
        )
        acknowledge_own_policy(role)
        function = self.function.function
        name = Stack.of(self).get_logical_id(cast("CfnElement", function.node.default_child))
        acknowledge(role, {f"AwsSolutions-IAM5[Resource::<{name}.Arn>:*]": ANY_VERSION})
        scheduler.Schedule(
            self,
            "Follow",
            schedule=scheduler.ScheduleExpression.rate(Duration.minutes(FOLLOWED_MINUTES)),
            target=scheduler_targets.LambdaInvoke(
                function,
                role=role,
                input=scheduler.ScheduleTargetInput.from_object({"follow": True}),
                retry_attempts=0,
                max_event_age=Duration.minutes(FOLLOWED_MINUTES),
            ),
            description="Looks how imports of late values do",
        )
