"""What `cdk bootstrap` puts into an account, as far as a deployment here needs it."""

from __future__ import annotations

from twin_local.engine.json_value import Properties

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
