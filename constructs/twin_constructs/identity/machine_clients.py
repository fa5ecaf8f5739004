"""Programs with credentials of their own: the OAuth 2.0 client credentials grant.

https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-define-resource-servers.html
"""

from __future__ import annotations

from aws_cdk import Duration
from aws_cdk import aws_cognito as cognito
from constructs import Construct

from twin.access.machine_tokens import TOKEN_VALID_S
from twin.api.routes import ROLES
from twin.definition.access import AccessDefinition
from twin_constructs.identity.clients import refresh_only

RESOURCE_SERVER = "twin"
"""Scopes are written `twin/operator`; a client has the one of its role."""


def add_machine_clients(
    scope: Construct, pool: cognito.UserPool, access: AccessDefinition
) -> dict[str, str]:
    """Make an app client for each program; return the client ids by name."""
    if not access.machine_clients:
        return {}
    scopes = {
        role: cognito.ResourceServerScope(
            scope_name=role, scope_description=f"What the role {role} may do"
        )
        for role in ROLES
    }
    server = cognito.UserPoolResourceServer(
        scope,
        "Api",
        user_pool=pool,
        identifier=RESOURCE_SERVER,
        scopes=list(scopes.values()),
    )
    return {
        name: _client(
            scope, name, pool, cognito.OAuthScope.resource_server(server, scopes[grant.role])
        )
        for name, grant in access.machine_clients.items()
    }


def _client(
    scope: Construct, name: str, pool: cognito.UserPool, allowed: cognito.OAuthScope
) -> str:
    client = cognito.UserPoolClient(
        scope,
        f"Machine{name}",
        user_pool=pool,
        user_pool_client_name=f"machine-{name}",
        generate_secret=True,
        o_auth=cognito.OAuthSettings(
            flows=cognito.OAuthFlows(client_credentials=True), scopes=[allowed]
        ),
        access_token_validity=Duration.seconds(TOKEN_VALID_S),
        enable_token_revocation=True,
    )
    refresh_only(client)
    return client.user_pool_client_id
