"""Who may do what at a site, and how people and programs prove who they are."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from twin.api.routes.route import ROLES, Role
from twin.definition.identity_provider import GroupName, OidcProvider, ProviderName, SamlProvider
from twin.definition.names import EXPLAINED, Part

_DATABASE = r"^[a-z0-9][a-z0-9-]{0,62}$"
_CLIENT = r"^[a-z][a-z0-9-]{1,30}[a-z0-9]$"
_PREFIX = r"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$"
_ATTRIBUTE = r"^[a-z][a-z0-9_]{0,18}[a-z0-9]$"
_ORIGIN = r"^(https://[a-z0-9.-]+|http://localhost)(:[0-9]{1,5})?$"
EXPLAINED |= {
    _DATABASE: "1 to 63 lower-case letters, digits and hyphens",
    _CLIENT: "3 to 32 lower-case letters, digits and hyphens, such as historian",
    _PREFIX: "1 to 63 lower-case letters, digits and hyphens, such as plant-a-twin",
    _ATTRIBUTE: "2 to 20 lower-case letters, digits and underscores, such as clearance",
    _ORIGIN: "an origin such as https://twin.example.com, without a path",
}

DatabaseId = Annotated[str, StringConstraints(pattern=_DATABASE)]
ClientName = Annotated[str, StringConstraints(pattern=_CLIENT)]
DomainPrefix = Annotated[str, StringConstraints(pattern=_PREFIX)]
MetadataName = Annotated[str, StringConstraints(min_length=1, max_length=128)]
AttributeName = Annotated[str, StringConstraints(pattern=_ATTRIBUTE)]
Origin = Annotated[str, StringConstraints(pattern=_ORIGIN)]


def _role_alone(value: Any) -> Any:  # noqa: ANN401 - whatever the file holds
    """Return `{role: …}` for a role that stands alone."""
    if not isinstance(value, str):
        return value
    if value not in ROLES:
        roles = ", ".join(ROLES)
        raise PydanticCustomError("role", "one of {roles}", {"roles": roles, "expected": roles})
    return {"role": value}


class Grant(Part):
    """A role, everywhere or in some databases."""

    role: Role
    databases: Annotated[list[DatabaseId], Field(min_length=1, max_length=50)] | None = None
    """Left out: in the whole site."""


RoleOrGrant = Annotated[Grant, BeforeValidator(_role_alone)]


def _policy_alone(value: Any) -> Any:  # noqa: ANN401 - whatever the file holds
    """Return `{file: …}` for the name of a file and `{text: …}` for policies that stand here."""
    if not isinstance(value, str):
        return value
    is_file = value.endswith(".cedar") and "\n" not in value
    return {"file": value} if is_file else {"text": value}


class PolicySource(Part):
    """Cedar policies; `load_site` puts in the text of a file."""

    file: Annotated[str, StringConstraints(min_length=1)] | None = None
    text: Annotated[str, StringConstraints(min_length=1)] | None = None


class IdentityProviders(Part):
    """Where people of other directories prove who they are."""

    saml: dict[ProviderName, SamlProvider] = Field(default_factory=dict)
    oidc: dict[ProviderName, OidcProvider] = Field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of all providers."""
        return (*self.saml, *self.oidc)


class SignIn(Part):
    """How people sign in."""

    domain: DomainPrefix | None = None
    """First label of the address where Amazon Cognito signs people and programs in."""
    console_origins: Annotated[list[Origin], Field(max_length=20)] = Field(default_factory=list)
    """Other origins that serve the console, such as a domain of your own."""
    password: bool = True
    """Whether users of the pool itself may sign in by password."""
    mfa: Literal["optional", "required"] = "optional"
    """Whether those users must have a second factor."""


class AccessDefinition(Part):
    """Groups, policies, identity providers, programs and sign-in."""

    groups: Annotated[dict[GroupName, RoleOrGrant], Field(max_length=200)] = Field(
        default_factory=dict
    )
    """By group of the user pool or of an identity provider."""
    policies: Annotated[
        list[Annotated[PolicySource, BeforeValidator(_policy_alone)]], Field(max_length=50)
    ] = Field(default_factory=list)
    """Policies in the Cedar language, or names of `.cedar` files below the site file's folder."""
    metadata: dict[MetadataName, Literal["String", "Long", "Boolean", "Set<String>"]] = Field(
        default_factory=dict
    )
    """Metadata of assets that policies may read, with their Cedar types."""
    user_attributes: Annotated[list[AttributeName], Field(max_length=20)] = Field(
        default_factory=list
    )
    """Custom attributes of users that policies may read; administrators and providers set them."""
    identity_providers: IdentityProviders = Field(default_factory=IdentityProviders)
    machine_clients: Annotated[dict[ClientName, RoleOrGrant], Field(max_length=25)] = Field(
        default_factory=dict
    )
    """By name: programs that have credentials of their own."""
    sign_in: SignIn = Field(default_factory=SignIn)
