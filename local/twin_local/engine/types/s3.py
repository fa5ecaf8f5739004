"""Amazon S3."""

from __future__ import annotations

import re

from twin_local.engine.entry import Call, Table, TypeEntry
from twin_local.engine.json_value import Properties

BUCKET = {"Bucket": "{id}"}
TRANSITION_NAMES = {"TransitionInDays": "Days", "TransitionDate": "Date"}
RULE_NAMES = {"Id": "ID", "NoncurrentVersionExpiration": "NoncurrentVersionExpiration"}


def _encryption(given: Properties, _: Properties) -> Properties:
    rules = given["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    return {
        "ServerSideEncryptionConfiguration": {
            "Rules": [_renamed(rule, {DEFAULT: f"Apply{DEFAULT}"}) for rule in rules]
        }
    }


DEFAULT = "ServerSideEncryptionByDefault"


def _renamed(item: Properties, names: dict[str, str]) -> Properties:
    return {names.get(key, key): value for key, value in item.items()}


def _acl(given: Properties, _: Properties) -> Properties:
    """Return a canned ACL as the API names it: `PublicRead` is `public-read` there."""
    words = re.findall("[A-Z][a-z]*", given["AccessControl"])
    return {"ACL": "-".join(word.lower() for word in words)}


def _logging(given: Properties, _: Properties) -> Properties:
    names = {"DestinationBucketName": "TargetBucket", "LogFilePrefix": "TargetPrefix"}
    enabled = _renamed(given["LoggingConfiguration"], names)
    enabled.setdefault("TargetPrefix", "")
    return {"BucketLoggingStatus": {"LoggingEnabled": enabled}}


def _notification(given: Properties, _: Properties) -> Properties:
    configuration = dict(given["NotificationConfiguration"])
    if "EventBridgeConfiguration" in configuration:
        bridge = configuration.pop("EventBridgeConfiguration")
        if bridge.get("EventBridgeEnabled", True):
            configuration["EventBridgeConfiguration"] = {}
    return {"NotificationConfiguration": configuration}


def _lifecycle(given: Properties, _: Properties) -> Properties:
    rules = given["LifecycleConfiguration"]["Rules"]
    return {"LifecycleConfiguration": {"Rules": [_lifecycle_rule(rule) for rule in rules]}}


def _lifecycle_rule(rule: Properties) -> Properties:
    """Return CloudFormation's flat rule in the structure of PutBucketLifecycleConfiguration."""
    rest = _renamed(rule, RULE_NAMES)
    made: Properties = {"Filter": _lifecycle_filter(rest)}
    expiration = {
        api: rest.pop(name)
        for name, api in (
            ("ExpirationInDays", "Days"),
            ("ExpirationDate", "Date"),
            ("ExpiredObjectDeleteMarker", "ExpiredObjectDeleteMarker"),
        )
        if name in rest
    }
    if expiration:
        made["Expiration"] = expiration
    if "NoncurrentVersionExpirationInDays" in rest:
        days = rest.pop("NoncurrentVersionExpirationInDays")
        made["NoncurrentVersionExpiration"] = {"NoncurrentDays": days}
    for name in ("Transitions", "NoncurrentVersionTransitions"):
        if name in rest:
            names = TRANSITION_NAMES if name == "Transitions" else NONCURRENT_NAMES
            made[name] = [_renamed(item, names) for item in rest.pop(name)]
    return {**rest, **made}


NONCURRENT_NAMES = {"TransitionInDays": "NoncurrentDays"}


def _lifecycle_filter(rest: Properties) -> Properties:
    parts: Properties = {}
    for name in ("Prefix", "ObjectSizeGreaterThan", "ObjectSizeLessThan"):
        if name in rest:
            parts[name] = rest.pop(name)
    tags = rest.pop("TagFilters", [])
    if tags:
        return {"And": {**parts, "Tags": tags}}
    if not parts:
        return {"Prefix": ""}
    return parts if len(parts) == 1 else {"And": parts}


ENTRIES: Table = {
    "AWS::S3::Bucket": TypeEntry(
        service="s3",
        name="BucketName",
        name_limit=63,
        name_lower=True,
        ref="{p.BucketName}",
        create=(
            Call(
                "CreateBucket",
                takes=("BucketName", "ObjectLockEnabled"),
                names={"BucketName": "Bucket", "ObjectLockEnabled": "ObjectLockEnabledForBucket"},
                fixed={"CreateBucketConfiguration": {"LocationConstraint": "{location}"}},
            ),
            *(
                SETTINGS := (
                    Call("PutBucketOwnershipControls", takes=("OwnershipControls",), fixed=BUCKET),
                    Call(
                        "PutBucketAcl",
                        takes=("AccessControl",),
                        fixed=BUCKET,
                        reshape=_acl,
                        undo=Call("PutBucketAcl", fixed={**BUCKET, "ACL": "private"}),
                    ),
                    Call(
                        "PutBucketVersioning",
                        takes=("VersioningConfiguration",),
                        fixed=BUCKET,
                        undo=Call(
                            "PutBucketVersioning",
                            fixed={**BUCKET, "VersioningConfiguration": {"Status": "Suspended"}},
                        ),
                    ),
                    Call(
                        "PutBucketEncryption",
                        takes=("BucketEncryption",),
                        fixed=BUCKET,
                        reshape=_encryption,
                        undo=Call("DeleteBucketEncryption", fixed=BUCKET),
                    ),
                    Call(
                        "PutPublicAccessBlock",
                        takes=("PublicAccessBlockConfiguration",),
                        fixed=BUCKET,
                        undo=Call("DeletePublicAccessBlock", fixed=BUCKET),
                    ),
                    Call(
                        "PutBucketCors",
                        takes=("CorsConfiguration",),
                        names={
                            "CorsConfiguration": "CORSConfiguration",
                            "CorsConfiguration.CorsRules.ExposedHeaders": "ExposeHeaders",
                            "CorsConfiguration.CorsRules.MaxAge": "MaxAgeSeconds",
                        },
                        fixed=BUCKET,
                        undo=Call("DeleteBucketCors", fixed=BUCKET),
                    ),
                    Call(
                        "PutBucketLifecycleConfiguration",
                        takes=("LifecycleConfiguration",),
                        fixed=BUCKET,
                        reshape=_lifecycle,
                        undo=Call("DeleteBucketLifecycle", fixed=BUCKET),
                    ),
                    Call(
                        "PutBucketNotificationConfiguration",
                        takes=("NotificationConfiguration",),
                        fixed=BUCKET,
                        reshape=_notification,
                        undo=Call(
                            "PutBucketNotificationConfiguration",
                            fixed={"Bucket": "{id}"},
                            reshape=lambda *_: {"NotificationConfiguration": {}},
                        ),
                    ),
                    Call(
                        "PutBucketLogging",
                        takes=("LoggingConfiguration",),
                        fixed=BUCKET,
                        reshape=_logging,
                        undo=Call(
                            "PutBucketLogging",
                            fixed=BUCKET,
                            reshape=lambda *_: {"BucketLoggingStatus": {}},
                        ),
                    ),
                    Call(
                        "PutBucketTagging",
                        takes=("Tags",),
                        fixed={**BUCKET, "Tagging": {"TagSet": "{p.Tags}"}},
                        reshape=lambda *_: {},
                        undo=Call("DeleteBucketTagging", fixed=BUCKET),
                    ),
                )
            ),
        ),
        update=SETTINGS,
        delete=(Call("DeleteBucket", fixed=BUCKET),),
        attributes={
            "Arn": "arn:aws:s3:::{id}",
            "DomainName": "{id}.s3.amazonaws.com",
            "DualStackDomainName": "{id}.s3.dualstack.{region}.amazonaws.com",
            "RegionalDomainName": "{id}.s3.{region}.amazonaws.com",
            "WebsiteURL": "http://{id}.s3-website-{region}.amazonaws.com",
        },
    ),
    "AWS::S3::BucketPolicy": TypeEntry(
        service="s3",
        ref="{p.Bucket}",
        create=(PUT_POLICY := Call("PutBucketPolicy", names={"PolicyDocument": "Policy"}),),
        update=(PUT_POLICY,),
        delete=(Call("DeleteBucketPolicy", fixed=BUCKET),),
    ),
}
