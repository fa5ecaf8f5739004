"""App clients of people: one for passwords, one for single sign-on.

An attribute that a provider sets must be writable for the client that its users sign in with, and
a token of the user pool's API lets its bearer write what the client may. So there are two clients:
that of passwords may write no custom attribute, and that of single sign-on gives no such token.
https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-specifying-attribute-mapping.html
"""

from __future__ import annotations

from collections.abc import Sequence

from aws_cdk import Duration
from aws_cdk import aws_cognito as cognito
from constructs import Construct

from twin.definition.access import AccessDefinition
from twin_constructs.identity.pool import custom_names

OPENID = cognito.OAuthScope.OPENID
PROFILE = cognito.ClientAttributes().with_standard_attributes(
    email=True,
    family_name=True,
    fullname=True,
    given_name=True,
    phone_number=True,
    preferred_username=True,
)
"""What people may change of their own account."""


def password_client(
    scope: Construct, construct_id: str, pool: cognito.UserPool, access: AccessDefinition
) -> cognito.UserPoolClient:
    """Make the public client of the password form and of the command line."""
    return pool.add_client(
        construct_id,
        auth_flows=cognito.AuthFlow(user_password=True, user_srp=True),
        generate_secret=False,
        disable_o_auth=True,
        access_token_validity=Duration.hours(1),
        id_token_validity=Duration.hours(1),
        refresh_token_validity=Duration.days(1),
        enable_token_revocation=True,
        prevent_user_existence_errors=True,
        write_attributes=PROFILE if custom_names(access) else None,
    )


def sso_client(
    scope: Construct,
    construct_id: str,
    *,
    pool: cognito.IUserPool,
    access: AccessDefinition,
    origins: Sequence[str],
) -> cognito.UserPoolClient:
    """Make the public client of single sign-on: authorization code with PKCE, no passwords.

    `origins` serve the console: its address is where people come back to, signed in or out.
    """
    addresses = [f"{origin}/" for origin in origins]
    names = access.identity_providers.names
    client = cognito.UserPoolClient(
        scope,
        construct_id,
        user_pool=pool,
        generate_secret=False,
        o_auth=cognito.OAuthSettings(
            flows=cognito.OAuthFlows(authorization_code_grant=True),
            scopes=[
                cognito.OAuthScope.OPENID,
                cognito.OAuthScope.EMAIL,
                cognito.OAuthScope.PROFILE,
            ],
            callback_urls=addresses,
            logout_urls=addresses,
        ),
        supported_identity_providers=[
            cognito.UserPoolClientIdentityProvider.custom(name) for name in names
        ],
        access_token_validity=Duration.hours(1),
        id_token_validity=Duration.hours(1),
        refresh_token_validity=Duration.hours(12),
        enable_token_revocation=True,
        prevent_user_existence_errors=True,
        write_attributes=PROFILE.with_standard_attributes(
            email_verified=True
        ).with_custom_attributes(*custom_names(access)),
    )
    refresh_only(client)
    return client


def refresh_only(client: cognito.UserPoolClient) -> None:
    """Allow no sign-in by the API; a client that states nothing allows proofs of passwords.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cognito-userpoolclient.html
    """
    resource = client.node.default_child
    if not isinstance(resource, cognito.CfnUserPoolClient):
        raise TypeError(f"{client.node.path} is no app client")
    resource.explicit_auth_flows = ["ALLOW_REFRESH_TOKEN_AUTH"]
