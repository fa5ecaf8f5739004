"""AWS Identity and Access Management."""

from __future__ import annotations

from twin_local.engine.entry import Call, Table, TypeEntry
from twin_local.engine.types.tagging import tagging

ROLE = {"RoleName": "{id}"}
INLINE = {**ROLE, "PolicyName": "{item.PolicyName}"}
DOCUMENT = {"PolicyName": "{p.PolicyName}", "PolicyDocument": "{p.PolicyDocument}"}


def _inline(principal: str, prefix: str) -> Call:
    """Return the call that puts an inline policy on every role, user or group it names."""
    return Call(
        f"Put{prefix}Policy",
        each=principal,
        takes=("PolicyName", "PolicyDocument"),
        fixed={**DOCUMENT, f"{prefix}Name": "{item}"},
        undo=_not_inline(principal, prefix),
    )


def _not_inline(principal: str, prefix: str) -> Call:
    return Call(
        f"Delete{prefix}Policy",
        each=principal,
        fixed={f"{prefix}Name": "{item}", "PolicyName": "{p.PolicyName}"},
    )


PRINCIPALS = (("Roles", "Role"), ("Users", "User"), ("Groups", "Group"))
PUT_INLINE = Call(
    "PutRolePolicy", each="Policies", fixed=ROLE, undo=Call("DeleteRolePolicy", fixed=INLINE)
)
ATTACH = Call(
    "AttachRolePolicy",
    each="ManagedPolicyArns",
    fixed={**ROLE, "PolicyArn": "{item}"},
    undo=Call("DetachRolePolicy", fixed={**ROLE, "PolicyArn": "{item}"}),
)
ATTACH_MANAGED = Call(
    "AttachRolePolicy",
    each="Roles",
    fixed={"RoleName": "{item}", "PolicyArn": "{id}"},
    undo=Call("DetachRolePolicy", fixed={"RoleName": "{item}", "PolicyArn": "{id}"}),
)
PROFILE = {"InstanceProfileName": "{id}"}
IN_PROFILE = {**PROFILE, "RoleName": "{item}"}
OUT_OF_PROFILE = Call("RemoveRoleFromInstanceProfile", each="Roles", fixed=IN_PROFILE)
TO_PROFILE = Call("AddRoleToInstanceProfile", each="Roles", fixed=IN_PROFILE, undo=OUT_OF_PROFILE)

ENTRIES: Table = {
    "AWS::IAM::Role": TypeEntry(
        service="iam",
        name="RoleName",
        ref="{p.RoleName}",
        create=(Call("CreateRole"), PUT_INLINE, ATTACH),
        update=(
            Call(
                "UpdateAssumeRolePolicy",
                takes=("AssumeRolePolicyDocument",),
                names={"AssumeRolePolicyDocument": "PolicyDocument"},
                fixed=ROLE,
            ),
            Call("UpdateRole", takes=("Description", "MaxSessionDuration"), fixed=ROLE),
            Call(
                "PutRolePermissionsBoundary",
                takes=("PermissionsBoundary",),
                fixed=ROLE,
                undo=Call("DeleteRolePermissionsBoundary", fixed=ROLE),
            ),
            tagging("TagRole", "UntagRole", where=ROLE),
            PUT_INLINE,
            ATTACH,
        ),
        delete=(
            Call("DeleteRolePolicy", each="Policies", fixed=INLINE),
            Call(
                "DetachRolePolicy",
                each="ManagedPolicyArns",
                fixed={**ROLE, "PolicyArn": "{item}"},
            ),
            Call("DeleteRole", fixed=ROLE),
        ),
        attributes={"Arn": "{r.Role.Arn}", "RoleId": "{r.Role.RoleId}"},
    ),
    "AWS::IAM::InstanceProfile": TypeEntry(
        service="iam",
        name="InstanceProfileName",
        name_limit=128,
        ref="{p.InstanceProfileName}",
        create=(Call("CreateInstanceProfile"), TO_PROFILE),
        update=(TO_PROFILE,),
        delete=(OUT_OF_PROFILE, Call("DeleteInstanceProfile", fixed=PROFILE)),
        attributes={"Arn": "{r.InstanceProfile.Arn}"},
    ),
    "AWS::IAM::Policy": TypeEntry(
        service="iam",
        ref="{p.PolicyName}",
        create=tuple(_inline(principal, prefix) for principal, prefix in PRINCIPALS),
        update=tuple(_inline(principal, prefix) for principal, prefix in PRINCIPALS),
        delete=tuple(_not_inline(principal, prefix) for principal, prefix in PRINCIPALS),
    ),
    "AWS::IAM::ManagedPolicy": TypeEntry(
        service="iam",
        name="ManagedPolicyName",
        name_limit=128,
        ref="{r.Policy.Arn}",
        create=(
            Call("CreatePolicy", names={"ManagedPolicyName": "PolicyName"}),
            ATTACH_MANAGED,
        ),
        update=(
            Call(
                "CreatePolicyVersion",
                takes=("PolicyDocument",),
                fixed={"PolicyArn": "{id}", "SetAsDefault": True},
            ),
            ATTACH_MANAGED,
        ),
        delete=(
            Call(
                "DetachRolePolicy",
                each="Roles",
                fixed={"RoleName": "{item}", "PolicyArn": "{id}"},
            ),
            Call("DeletePolicy", fixed={"PolicyArn": "{id}"}),
        ),
        attributes={"PolicyArn": "{id}"},
    ),
}
