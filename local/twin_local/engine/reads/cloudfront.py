"""How Amazon CloudFront is read back."""

from __future__ import annotations

from twin_local.engine.reads.read import Read, Reads, tags

OPERATIONS: Reads = {
    ("cloudfront", "CreateCachePolicy"): (
        Read(
            "GetCachePolicy",
            {"Id": "{a.CachePolicy.Id}"},
            root="CachePolicy.CachePolicyConfig",
            into="CachePolicyConfig",
        ),
    ),
    ("cloudfront", "CreateDistribution"): (
        Read(
            "GetDistribution",
            {"Id": "{a.Distribution.Id}"},
            root="Distribution.DistributionConfig",
            into="DistributionConfig",
        ),
    ),
    ("cloudfront", "CreateOriginAccessControl"): (
        Read(
            "GetOriginAccessControl",
            {"Id": "{a.OriginAccessControl.Id}"},
            root="OriginAccessControl.OriginAccessControlConfig",
            into="OriginAccessControlConfig",
        ),
    ),
    ("cloudfront", "CreateOriginRequestPolicy"): (
        Read(
            "GetOriginRequestPolicy",
            {"Id": "{a.OriginRequestPolicy.Id}"},
            root="OriginRequestPolicy.OriginRequestPolicyConfig",
            into="OriginRequestPolicyConfig",
        ),
    ),
    ("cloudfront", "CreateResponseHeadersPolicy"): (
        Read(
            "GetResponseHeadersPolicy",
            {"Id": "{a.ResponseHeadersPolicy.Id}"},
            root="ResponseHeadersPolicy.ResponseHeadersPolicyConfig",
            into="ResponseHeadersPolicyConfig",
        ),
    ),
    ("cloudfront", "TagResource"): (
        tags({"Resource": "{q.Resource}"}, root="Tags.Items", into="Tags.Items"),
    ),
}
