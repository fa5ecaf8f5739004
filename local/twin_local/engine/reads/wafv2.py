"""How AWS WAF is read back."""

from __future__ import annotations

from typing import Any

from twin_local.engine.reads.read import Read, Reads


def _association(acl: dict[str, Any]) -> dict[str, Any]:
    return {"WebACLArn": acl["ARN"]}


OPERATIONS: Reads = {
    ("wafv2", "CreateWebACL"): (
        Read(
            "GetWebACL",
            {"Name": "{q.Name}", "Scope": "{q.Scope}", "Id": "{a.Summary.Id}"},
            root="WebACL",
        ),
    ),
    ("wafv2", "AssociateWebACL"): (
        Read(
            "GetWebACLForResource",
            {"ResourceArn": "{q.ResourceArn}"},
            root="WebACL",
            then=_association,
        ),
    ),
    ("wafv2", "PutLoggingConfiguration"): (
        Read(
            "GetLoggingConfiguration",
            {"ResourceArn": "{q.LoggingConfiguration.ResourceArn}"},
            root="LoggingConfiguration",
            into="LoggingConfiguration",
        ),
    ),
}
