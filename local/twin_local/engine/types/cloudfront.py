"""Amazon CloudFront."""

from __future__ import annotations

from twin_local.engine.entry import Call, Table, TypeEntry
from twin_local.engine.json_value import Properties

CONFIG = "DistributionConfig"
DISTRIBUTION = {"Id": "{id}"}
NAMES = {
    f"{CONFIG}.IPV6Enabled": "IsIPV6Enabled",
    f"{CONFIG}.Origins.OriginCustomHeaders": "CustomHeaders",
}
DEFAULT_PORTS: Properties = {"HTTPPort": 80, "HTTPSPort": 443}
REQUIRED_LOGGING: Properties = {"Enabled": True, "IncludeCookies": False, "Prefix": ""}


def _distribution(given: Properties, known: Properties) -> Properties:
    """Return a distribution's configuration with what the API has elsewhere or demands."""
    config = dict(given[CONFIG])
    made: Properties = {
        "CallerReference": known["r"].get("Distribution", {}).get("Id") or known["unique"],
        "Comment": config.get("Comment", ""),
        "DefaultCacheBehavior": _behavior(config["DefaultCacheBehavior"]),
    }
    if "CacheBehaviors" in config:
        made["CacheBehaviors"] = [_behavior(item) for item in config["CacheBehaviors"]]
    made["Origins"] = [_origin(item) for item in config["Origins"]]
    if "Logging" in config:
        made["Logging"] = {**REQUIRED_LOGGING, **config["Logging"]}
    if "Restrictions" in config:
        made["Restrictions"] = {"GeoRestriction": _restriction(config)}
    return {**{key: given[key] for key in given if key != CONFIG}, CONFIG: {**config, **made}}


def _origin(origin: Properties) -> Properties:
    if "CustomOriginConfig" not in origin:
        return origin
    return {**origin, "CustomOriginConfig": {**DEFAULT_PORTS, **origin["CustomOriginConfig"]}}


def _behavior(behavior: Properties) -> Properties:
    rest = dict(behavior)
    cached = rest.pop("CachedMethods", ["GET", "HEAD"])
    allowed = rest.pop("AllowedMethods", ["GET", "HEAD"])
    rest["AllowedMethods"] = {
        "Quantity": len(allowed),
        "Items": allowed,
        "CachedMethods": {"Quantity": len(cached), "Items": cached},
    }
    for name in ("TrustedKeyGroups", "TrustedSigners"):
        if name in rest:
            items = rest[name]
            rest[name] = {"Enabled": bool(items), "Quantity": len(items), "Items": items}
    return rest


def _restriction(config: Properties) -> Properties:
    restriction: Properties = dict(config["Restrictions"]["GeoRestriction"])
    places = restriction.pop("Locations", [])
    return {**restriction, "Quantity": len(places), **({"Items": places} if places else {})}


def _policy(kind: str) -> TypeEntry:
    """Return the row of one of CloudFront's kinds of policy."""
    return TypeEntry(
        service="cloudfront",
        ref=f"{{r.{kind}.Id}}",
        create=(Call(f"Create{kind}"),),
        update=(
            Call(f"Get{kind}", takes=(), always=True, fixed={"Id": "{id}"}),
            Call(f"Update{kind}", fixed={"Id": "{id}", "IfMatch": "{last.ETag}"}),
        ),
        delete=(
            Call(f"Get{kind}", fixed={"Id": "{id}"}),
            Call(f"Delete{kind}", fixed={"Id": "{id}", "IfMatch": "{last.ETag}"}),
        ),
        attributes={"Id": "{id}", "LastModifiedTime": f"{{r.{kind}.LastModifiedTime}}"},
    )


ENTRIES: Table = {
    "AWS::CloudFront::Distribution": TypeEntry(
        service="cloudfront",
        ref="{r.Distribution.Id}",
        create=(
            Call("CreateDistribution", takes=(CONFIG,), names=NAMES, reshape=_distribution),
            Call(
                "TagResource",
                takes=("Tags",),
                fixed={"Resource": "{r.Distribution.ARN}", "Tags": {"Items": "{p.Tags}"}},
                reshape=lambda *_: {},
            ),
        ),
        update=(
            Call("GetDistribution", takes=(), always=True, fixed=DISTRIBUTION),
            Call(
                "UpdateDistribution",
                takes=(CONFIG,),
                names=NAMES,
                reshape=_distribution,
                fixed={**DISTRIBUTION, "IfMatch": "{last.ETag}"},
            ),
        ),
        delete=(
            Call("GetDistribution", fixed=DISTRIBUTION),
            Call("DeleteDistribution", fixed={**DISTRIBUTION, "IfMatch": "{last.ETag}"}),
        ),
        attributes={"Id": "{id}", "DomainName": "{r.Distribution.DomainName}"},
        inert={
            f"{CONFIG}.Origins.OriginAccessControlId": "buckets are read here without a signature",
        },
    ),
    "AWS::CloudFront::OriginAccessControl": TypeEntry(
        service="cloudfront",
        ref="{r.OriginAccessControl.Id}",
        create=(Call("CreateOriginAccessControl"),),
        update=(
            Call("GetOriginAccessControl", takes=(), always=True, fixed=DISTRIBUTION),
            Call(
                "UpdateOriginAccessControl",
                fixed={**DISTRIBUTION, "IfMatch": "{last.ETag}"},
            ),
        ),
        delete=(
            Call("GetOriginAccessControl", fixed=DISTRIBUTION),
            Call(
                "DeleteOriginAccessControl",
                fixed={**DISTRIBUTION, "IfMatch": "{last.ETag}"},
            ),
        ),
        attributes={"Id": "{id}"},
    ),
    "AWS::CloudFront::ResponseHeadersPolicy": _policy("ResponseHeadersPolicy"),
    "AWS::CloudFront::CachePolicy": _policy("CachePolicy"),
    "AWS::CloudFront::OriginRequestPolicy": _policy("OriginRequestPolicy"),
}
