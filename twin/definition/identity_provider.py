"""Identity providers: SAML 2.0 and OpenID Connect.

https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-identity-federation.html
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from twin.definition.influxdb import SecretName
from twin.definition.names import EXPLAINED, Part, Title

_PROVIDER = r"^[A-Za-z][A-Za-z0-9-]{1,30}[A-Za-z0-9]$"
_GROUP = r"^[^\x00-\x1f\x7f]{1,128}$"
_ATTRIBUTE = r"^(name|email|email_verified|given_name|family_name|preferred_username|phone_number)$"
_HTTPS = r"^https://[^\s/?#]+(/[^\s?#]*)?(\?[^\s#]*)?$"
_ISSUER = r"^(https://[^\s/?#]+|http://(127\.0\.0\.1|localhost)(:[0-9]{1,5})?)(/[^\s?#]*[^\s?#/])?$"
EXPLAINED |= {
    _PROVIDER: "3 to 32 letters, digits and hyphens, such as entra",
    _GROUP: "the name or id of a group, 1 to 128 characters",
    _ATTRIBUTE: "name, email, email_verified, given_name, family_name, preferred_username"
    " or phone_number",
    _HTTPS: "an address that begins with https://",
    _ISSUER: "the issuer's https:// address without a slash at its end",
}

ProviderName = Annotated[str, StringConstraints(pattern=_PROVIDER)]
GroupName = Annotated[str, StringConstraints(pattern=_GROUP)]
PoolAttribute = Annotated[str, StringConstraints(pattern=_ATTRIBUTE)]
ProviderAttribute = Annotated[str, StringConstraints(min_length=1, max_length=256)]
Https = Annotated[str, StringConstraints(pattern=_HTTPS)]
Issuer = Annotated[str, StringConstraints(pattern=_ISSUER)]
Scope = Annotated[str, StringConstraints(pattern=r"^[!-~]{1,128}$")]


class ProviderPart(Part):
    """What every identity provider has."""

    title: Title | None = None
    """What the console writes on the button; default: the name."""
    attributes: dict[PoolAttribute, ProviderAttribute] = Field(
        default_factory=lambda: {"email": "email"}
    )
    """By attribute of the user pool: the provider's name of it."""
    group_attribute: ProviderAttribute | None = None
    """The provider's attribute that lists a user's groups; they count where `groups` names them."""


class SamlProvider(ProviderPart):
    """A SAML 2.0 identity provider: its metadata by address, or as a file or text."""

    metadata_url: Https | None = None
    """Amazon Cognito reads it again as it expires: certificates may be renewed."""
    metadata: Annotated[str, StringConstraints(min_length=1)] | None = None
    """XML, or the name of a `.xml` file; `load_site` puts in what the file holds."""


class OidcProvider(ProviderPart):
    """An OpenID provider that has registered the user pool as a confidential client."""

    issuer: Issuer
    client_id: Annotated[str, StringConstraints(min_length=1, max_length=256)]
    client_secret_name: SecretName
    """Name of the secret in AWS Secrets Manager that holds the client secret as its text."""
    scopes: Annotated[list[Scope], Field(min_length=1, max_length=20)] = Field(
        default_factory=lambda: ["openid", "email", "profile"]
    )
