"""How long SiteWise keeps values, where they go then, and imports of those that came too late.

SiteWise has one storage configuration per account and region. The parameter is the lock: its name
is the same for every site, so that a second one that asks for storage fails to deploy.
"""

from __future__ import annotations

from collections.abc import Mapping

from aws_cdk import CustomResource, Duration
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_ssm as ssm
from constructs import Construct

from twin.definition.storage import StorageDefinition
from twin.site_document import SiteDocument
from twin_constructs.iot.storage_grants import (
    account_wide,
    pass_to_sitewise,
    sitewise_role,
    use_bucket,
    use_objects,
)
from twin_constructs.python_function import PythonFunction
from twin_constructs.secure_bucket import SecureBucket

OWNER_PARAMETER = "/digital-twin/sitewise-storage/owner"
TYPE = "Custom::SiteWiseStorage"
TIER_OBJECTS = (
    "SiteWise names the files of the cold tier itself, by series and day; the role reaches the "
    "objects of this one bucket, which holds nothing else"
)
COLD_AFTER_DAYS = 90
"""Files of the cold tier are read seldom after that."""


class ValueStorage(Construct):
    """The account's storage, owned by this site; deleting it changes nothing in the account."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        document: SiteDocument,
        storage: StorageDefinition,
        access_logs: s3.IBucket,
    ) -> None:
        super().__init__(scope, construct_id)
        owner = ssm.StringParameter(
            self,
            "Owner",
            parameter_name=OWNER_PARAMETER,
            string_value=document.name,
            description="The site that owns the storage of SiteWise in this account and region",
        )
        cold = self._cold_tier(access_logs) if storage.cold else {}
        function = self._function(document, storage)
        resource = CustomResource(
            self,
            "Configuration",
            resource_type=TYPE,
            service_token=function.function.function_arn,
            properties={**_properties(storage), **cold},
        )
        # Not before the lock, nor before the function and SiteWise may do what it takes.
        resource.node.add_dependency(owner, function.role)
        if storage.cold:
            resource.node.add_dependency(self.role)

    def _cold_tier(self, access_logs: s3.IBucket) -> Mapping[str, str]:
        self.bucket = SecureBucket(self, "Cold", access_logs=access_logs).bucket
        self.bucket.add_lifecycle_rule(
            transitions=[
                s3.Transition(
                    storage_class=s3.StorageClass.INFREQUENT_ACCESS,
                    transition_after=Duration.days(COLD_AFTER_DAYS),
                )
            ]
        )
        self.role = sitewise_role(self, "Tiering")
        # https://docs.aws.amazon.com/iot-sitewise/latest/userguide/configure-cold-tier-s3.html
        use_bucket(self.role, self.bucket)
        names = ("GetObject", "PutObject", "DeleteObject")
        use_objects(self.role, self.bucket, "", *names, reason=TIER_OBJECTS)
        return {"ColdBucketArn": self.bucket.bucket_arn, "ColdRoleArn": self.role.role_arn}

    def _function(self, document: SiteDocument, storage: StorageDefinition) -> PythonFunction:
        function = PythonFunction(
            self,
            "Function",
            package="iot_storage",
            document=document,
            timeout=Duration.minutes(5),
            asynchronous=True,  # which is how CloudFormation invokes it
            description="Sets the storage of SiteWise while the stack is deployed",
        )
        account_wide(function.role, "DescribeStorageConfiguration", "PutStorageConfiguration")
        if storage.cold:
            pass_to_sitewise(function.role, self.role)
        return function


def _properties(storage: StorageDefinition) -> dict[str, str]:
    """Return the properties of the resource as texts, which CloudFormation makes of them anyway."""
    days = {"HotDays": storage.hot_days, "WarmDays": storage.warm_days}
    stated = {name: str(value) for name, value in days.items() if value is not None}
    return {"Warm": str(storage.warm).lower(), **stated}
