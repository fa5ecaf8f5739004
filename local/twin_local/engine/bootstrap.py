"""What `cdk bootstrap` puts into an account, as far as a deployment here needs it."""

from __future__ import annotations

from twin_local.engine.json_value import Properties
from twin_local.engine.store import Store

STACK = "CDKToolkit"
VERSION = "30"
"""The version of the CDK's bootstrap template whose contract these resources keep."""


def bootstrap_template(*, qualifier: str, account: str, region: str) -> Properties:
    """Return a template with the bucket for file assets and the version parameter."""
    return {
        "Resources": {
            "StagingBucket": {
                "Type": "AWS::S3::Bucket",
                "Properties": {
                    "BucketName": f"cdk-{qualifier}-assets-{account}-{region}",
                    "VersioningConfiguration": {"Status": "Enabled"},
                    "PublicAccessBlockConfiguration": {
                        "BlockPublicAcls": True,
                        "BlockPublicPolicy": True,
                        "IgnorePublicAcls": True,
                        "RestrictPublicBuckets": True,
                    },
                },
            },
            "CdkBootstrapVersion": {
                "Type": "AWS::SSM::Parameter",
                "Properties": {
                    "Name": f"/cdk-bootstrap/{qualifier}/version",
                    "Type": "String",
                    "Value": VERSION,
                },
            },
        },
    }


def is_bootstrapped(store: Store) -> bool:
    """Say whether the stack of `cdk bootstrap`, which holds more than ours, is deployed."""
    status = store.status(STACK) or ""
    made = {resource.type for resource in store.resources(STACK).values()}
    return status.endswith("_COMPLETE") and "AWS::ECR::Repository" in made
