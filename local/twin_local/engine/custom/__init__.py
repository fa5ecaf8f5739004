"""Custom resources whose provider function the engine replaces by native code.

The functions that the CDK brings for them need an AWS CLI layer or a Node.js runtime; what they do
is small. All others are made by their functions: see `function_backed`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from twin_local.engine.clients import Clients
from twin_local.engine.custom.bucket_deployment import BucketDeployment
from twin_local.engine.custom.bucket_notifications import BucketNotifications
from twin_local.engine.custom.empty_bucket import EmptyBucket
from twin_local.engine.custom.restrict_security_group import RestrictSecurityGroup
from twin_local.engine.provider import Provider

CUSTOM_TYPES: Mapping[str, Callable[[str, Clients], Provider]] = {
    "Custom::CDKBucketDeployment": BucketDeployment,
    "Custom::S3AutoDeleteObjects": EmptyBucket,
    "Custom::S3BucketNotifications": BucketNotifications,
    "Custom::VpcRestrictDefaultSG": RestrictSecurityGroup,
}
