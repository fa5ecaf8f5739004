"""SAML and OpenID Connect providers of the user pool.

https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateIdentityProvider.html
"""

from __future__ import annotations

from aws_cdk import aws_cognito as cognito
from constructs import Construct

from twin.access.provider_groups import GROUPS_ATTRIBUTE
from twin.definition.access import AccessDefinition
from twin.definition.identity_provider import OidcProvider, ProviderPart, SamlProvider


def add_providers(
    scope: Construct, pool: cognito.UserPool, access: AccessDefinition
) -> list[cognito.CfnUserPoolIdentityProvider]:
    """Make the identity providers of a site."""
    providers = access.identity_providers
    made = [
        _provider(scope, pool, name, "SAML", _saml(provider), provider)
        for name, provider in providers.saml.items()
    ]
    return made + [
        _provider(scope, pool, name, "OIDC", _oidc(provider), provider)
        for name, provider in providers.oidc.items()
    ]


def _provider(
    scope: Construct,
    pool: cognito.UserPool,
    name: str,
    kind: str,
    details: dict[str, str],
    provider: ProviderPart,
) -> cognito.CfnUserPoolIdentityProvider:
    return cognito.CfnUserPoolIdentityProvider(
        scope,
        f"{kind.capitalize()}{name}",
        user_pool_id=pool.user_pool_id,
        provider_name=name,
        provider_type=kind,
        provider_details=details,
        attribute_mapping=_mapping(provider),
    )


def _saml(provider: SamlProvider) -> dict[str, str]:
    """Return the details: assertions must be signed, requests are, with a key of the pool."""
    source = (
        {"MetadataURL": provider.metadata_url}
        if provider.metadata_url
        else {"MetadataFile": provider.metadata or ""}
    )
    return {**source, "IDPSignout": "false", "RequestSigningAlgorithm": "rsa-sha256"}


def _oidc(provider: OidcProvider) -> dict[str, str]:
    """Return the details; CloudFormation reads the secret, no template has it."""
    return {
        "oidc_issuer": provider.issuer,
        "client_id": provider.client_id,
        "client_secret": (
            f"{{{{resolve:secretsmanager:{provider.client_secret_name}:SecretString}}}}"
        ),
        "authorize_scopes": " ".join(provider.scopes),
        "attributes_request_method": "GET",
    }


def _mapping(provider: ProviderPart) -> dict[str, str]:
    groups = (
        {f"custom:{GROUPS_ATTRIBUTE}": provider.group_attribute} if provider.group_attribute else {}
    )
    return {**provider.attributes, **groups}
