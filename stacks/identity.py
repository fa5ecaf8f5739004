"""Who the users of a site are."""

from __future__ import annotations

from aws_cdk import CfnOutput, Stack
from constructs import Construct

from twin_constructs.user_directory import UserDirectory


class IdentityStack(Stack):
    """The user pool with its groups and the console's client."""

    def __init__(self, scope: Construct, construct_id: str) -> None:
        super().__init__(scope, construct_id)
        directory = UserDirectory(self, "Users")
        self.pool = directory.pool
        self.client = directory.client
        CfnOutput(self, "UserPoolId", value=self.pool.user_pool_id)
        CfnOutput(self, "UserPoolClientId", value=self.client.user_pool_client_id)
