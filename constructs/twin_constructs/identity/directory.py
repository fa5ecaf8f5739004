"""The users and programs of a site: the pool with all that belongs to it."""

from __future__ import annotations

from aws_cdk import Stack
from aws_cdk import aws_cognito as cognito
from constructs import Construct

from twin.definition.access import AccessDefinition
from twin_constructs.identity.clients import password_client
from twin_constructs.identity.groups import add_groups
from twin_constructs.identity.machine_clients import add_machine_clients
from twin_constructs.identity.pool import user_pool
from twin_constructs.identity.providers import add_providers


class UserDirectory(Construct):
    """A pool whose users an administrator invites or an identity provider vouches for.

    `password_client` is None where people sign in by their identity provider only; `machines` are
    the client ids of programs by name.
    """

    def __init__(self, scope: Construct, construct_id: str, *, access: AccessDefinition) -> None:
        super().__init__(scope, construct_id)
        self.pool = user_pool(self, "Pool", access)
        add_groups(self, self.pool, access)
        self.password_client = (
            password_client(self, "Console", self.pool, access) if access.sign_in.password else None
        )
        self.machines = add_machine_clients(self, self.pool, access)
        self.providers = add_providers(self, self.pool, access)
        self.domain_url = self._domain(access)

    def _domain(self, access: AccessDefinition) -> str | None:
        """Make the domain where browsers and programs get tokens, where the site needs one."""
        if access.sign_in.domain is None:
            return None
        cognito.CfnUserPoolDomain(
            self,
            "Domain",
            user_pool_id=self.pool.user_pool_id,
            domain=access.sign_in.domain,
            managed_login_version=1,  # the hosted pages; nobody sees them on the way to a provider
        )
        return f"https://{access.sign_in.domain}.auth.{Stack.of(self).region}.amazoncognito.com"
