"""`Custom::VpcRestrictDefaultSG`: takes every rule from a VPC's default security group."""

from __future__ import annotations

from typing import ClassVar

from twin_local.engine.custom.native import NativeResource
from twin_local.engine.json_value import Json, Properties

DIRECTIONS = (("Ingress", "IpPermissions"), ("Egress", "IpPermissionsEgress"))


class RestrictSecurityGroup(NativeResource):
    """Revokes the rules that a default security group is born with."""

    honoured: ClassVar[frozenset[str]] = frozenset({"DefaultSecurityGroupId", "Account"})

    def apply(self, properties: Properties, before: Properties | None) -> dict[str, Json]:
        """Revoke every rule."""
        group = properties["DefaultSecurityGroupId"]
        found = self.clients.call("ec2", "DescribeSecurityGroups", {"GroupIds": [group]})
        for direction, key in DIRECTIONS:
            rules = found["SecurityGroups"][0].get(key)
            if rules:
                self.clients.call(
                    "ec2",
                    f"RevokeSecurityGroup{direction}",
                    {"GroupId": group, "IpPermissions": rules},
                )
        return {}
