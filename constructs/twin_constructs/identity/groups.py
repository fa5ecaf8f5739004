"""The groups of the user pool: one for each role, and those that the site file names."""

from __future__ import annotations

import hashlib
import re

from aws_cdk import aws_cognito as cognito
from constructs import Construct

from twin.api.routes import ROLES
from twin.definition.access import AccessDefinition

POOL_GROUP = re.compile(r"[^\s\x00-\x1f\x7f]{1,128}")
"""Names that Amazon Cognito takes; others, such as some of Okta, are only those of a provider.

https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateGroup.html
"""


def add_groups(scope: Construct, pool: cognito.UserPool, access: AccessDefinition) -> None:
    """Make the groups; the highest role has the lowest precedence, named groups come last."""
    for precedence, role in enumerate(reversed(ROLES)):
        cognito.CfnUserPoolGroup(
            scope,
            f"{role.capitalize()}s",
            user_pool_id=pool.user_pool_id,
            group_name=role,
            precedence=precedence,
        )
    for name, grant in access.groups.items():
        if name in ROLES or not POOL_GROUP.fullmatch(name):
            continue
        cognito.CfnUserPoolGroup(
            scope,
            f"Group{hashlib.sha256(name.encode()).hexdigest()[:16]}",
            user_pool_id=pool.user_pool_id,
            group_name=name,
            precedence=len(ROLES) + ROLES[::-1].index(grant.role),
            description=f"{grant.role} by the site file",
        )
