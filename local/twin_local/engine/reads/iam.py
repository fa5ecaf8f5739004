"""How AWS Identity and Access Management is read back."""

from __future__ import annotations

from twin_local.engine.reads.read import Read, Reads

PROFILE = {"InstanceProfileName": "{q.InstanceProfileName}"}

OPERATIONS: Reads = {
    ("iam", "AddRoleToInstanceProfile"): (
        Read("GetInstanceProfile", PROFILE, root="InstanceProfile"),
        Read("GetInstanceProfile", PROFILE, root="InstanceProfile.Roles"),
    ),
    ("iam", "AttachRolePolicy"): (
        Read("ListAttachedRolePolicies", {"RoleName": "{q.RoleName}"}, root="AttachedPolicies"),
    ),
    ("iam", "CreateInstanceProfile"): (
        Read("GetInstanceProfile", PROFILE, root="InstanceProfile"),
    ),
    ("iam", "CreatePolicy"): (
        Read("GetPolicy", {"PolicyArn": "{a.Policy.Arn}"}, root="Policy"),
        Read(
            "GetPolicyVersion",
            {"PolicyArn": "{a.Policy.Arn}", "VersionId": "v1"},
            root="PolicyVersion.Document",
            into="PolicyDocument",
        ),
    ),
    ("iam", "CreateRole"): (Read("GetRole", {"RoleName": "{q.RoleName}"}, root="Role"),),
    ("iam", "PutRolePolicy"): (
        Read("GetRolePolicy", {"RoleName": "{q.RoleName}", "PolicyName": "{q.PolicyName}"}),
    ),
}
