"""AWS WAF."""

from __future__ import annotations

from twin_local.engine.entry import Call, Table, TypeEntry

ACL = {"Name": "{r.Summary.Name}", "Scope": "{p.Scope}", "Id": "{r.Summary.Id}"}
LOGGED = {"ResourceArn": "{id}"}
UNLOCKED = {**ACL, "LockToken": "{last.LockToken}"}

ENTRIES: Table = {
    "AWS::WAFv2::WebACL": TypeEntry(
        service="wafv2",
        name="Name",
        name_limit=128,
        ref="{r.Summary.Name}|{r.Summary.Id}|{p.Scope}",
        create=(Call("CreateWebACL"),),
        update=(
            Call("GetWebACL", takes=(), always=True, fixed=ACL),
            Call("UpdateWebACL", fixed=UNLOCKED),
        ),
        delete=(
            Call("GetWebACL", fixed=ACL),
            Call("DeleteWebACL", fixed=UNLOCKED),
        ),
        attributes={"Arn": "{r.Summary.ARN}", "Id": "{r.Summary.Id}"},
    ),
    "AWS::WAFv2::WebACLAssociation": TypeEntry(
        service="wafv2",
        ref="{p.WebACLArn}|{p.ResourceArn}",
        create=(Call("AssociateWebACL"),),
        delete=(Call("DisassociateWebACL", fixed={"ResourceArn": "{p.ResourceArn}"}),),
    ),
    "AWS::WAFv2::LoggingConfiguration": TypeEntry(
        service="wafv2",
        ref="{p.ResourceArn}",
        create=(
            Call(
                "PutLoggingConfiguration",
                reshape=lambda given, _: {"LoggingConfiguration": given},
            ),
        ),
        update=(
            Call(
                "PutLoggingConfiguration",
                reshape=lambda given, _: {"LoggingConfiguration": given},
            ),
        ),
        delete=(Call("DeleteLoggingConfiguration", fixed=LOGGED),),
    ),
}
