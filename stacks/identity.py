"""Who the users and the programs of a site are."""

from __future__ import annotations

from aws_cdk import CfnOutput, Stack
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from twin.definition.access import AccessDefinition
from twin.site_document import SiteDocument
from twin_constructs.identity.access_keys import AccessKeys
from twin_constructs.identity.directory import UserDirectory


class IdentityStack(Stack):
    """The user pool with its groups, clients and identity providers, and the API keys.

    `functions` are the API functions by package.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        access: AccessDefinition,
        document: SiteDocument,
    ) -> None:
        super().__init__(scope, construct_id)
        self.directory = UserDirectory(self, "Users", access=access)
        self.pool = self.directory.pool
        self.keys = AccessKeys(self, "AccessKeys", document=document)
        self.functions: dict[str, lambda_.IFunction] = {"access_keys": self.keys.function}
        CfnOutput(self, "UserPoolId", value=self.pool.user_pool_id)
        if self.directory.password_client:
            client_id = self.directory.password_client.user_pool_client_id
            CfnOutput(self, "UserPoolClientId", value=client_id)
        if self.directory.domain_url:
            CfnOutput(self, "SignInUrl", value=self.directory.domain_url)
        for name, client_id in self.directory.machines.items():
            CfnOutput(self, f"MachineClientId{name.replace('-', '')}", value=client_id)
