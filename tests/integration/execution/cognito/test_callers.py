"""What tokens of the user pool are worth at the API: people of a provider, and programs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest
import urllib3

from access_runtime.directory import Directory
from access_runtime.key_store import KeyStore
from api_authorize.callers import Callers
from api_authorize.token import UserPool
from tests.integration.execution.conftest import REGION
from twin.access.errors import AccessError
from twin.access.principal import Limits
from twin.access.site_access import GroupGrant, MachineClient, SiteAccess
from twin.api.routes import ROLES

if TYPE_CHECKING:
    from tests.integration.execution.cognito.federated_site import Site
    from tests.integration.execution.hosted import Browser
    from twin_local.execution.plant import Execution

ACCESS = SiteAccess(
    groups=(GroupGrant("plant ops", "operator"), GroupGrant("line", "engineer", ("line-1",))),
    machine_clients=(MachineClient("historian", "viewer"), MachineClient("mes", "admin", ("l",))),
)


@pytest.fixture(scope="module")
def programs(federated: Site) -> Iterator[dict[str, Any]]:
    """Return app clients of programs by name, with the scopes that the site's templates give."""
    idp, pool_id = federated.idp, federated.hosted.pool_id
    scopes = [{"ScopeName": role, "ScopeDescription": role} for role in ROLES]
    idp.create_resource_server(UserPoolId=pool_id, Identifier="twin", Name="twin", Scopes=scopes)
    yield {
        name: idp.create_user_pool_client(
            UserPoolId=pool_id,
            ClientName=name,
            GenerateSecret=True,
            AllowedOAuthFlowsUserPoolClient=True,
            AllowedOAuthFlows=["client_credentials"],
            AllowedOAuthScopes=[f"twin/{role}"],
        )["UserPoolClient"]
        for name, role in (("historian", "viewer"), ("mes", "admin"), ("gone", "admin"))
    }


@pytest.fixture
def callers(
    aws: Execution, site: Site, programs: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> Callers:
    """Return the authorizer of a site; nobody has a key."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", aws.context.endpoint_url)
    people = frozenset({site.hosted.public})
    known = {one["ClientId"]: name for name, one in programs.items() if name != "gone"}
    pool = UserPool(REGION, site.hosted.pool_id, people)
    directory = Directory(site.idp, site.hosted.pool_id, clock=iter(range(0, 10**6, 60)).__next__)
    return Callers(ACCESS, pool, directory, KeyStore(site.idp, ""), known)


def token_of(site: Site, program: Any, scope: str = "", secret: str = "") -> Any:
    form = {"grant_type": "client_credentials", **({"scope": scope} if scope else {})}
    own = f"{program['ClientId']}:{secret or program['ClientSecret']}"
    return urllib3.request(
        "POST",
        f"{site.hosted.base}/oauth2/token",
        body=urlencode(form),
        headers={
            "Content-Type": "application/x-www-form-urlencoded",
            **urllib3.make_headers(basic_auth=own),
        },
    )


def test_groups_of_a_provider_are_roles_by_the_site_file(
    site: Site, browser: Browser, callers: Callers
) -> None:
    site.provider.person["groups"] = ["plant ops", "line", "admin", "unknown"]
    code = site.travel(browser, identity_provider="keycloak")["code"]
    token = site.exchange(code).json()["access_token"]
    principal = callers.principal(token)
    assert (principal.kind, principal.name, principal.role) == ("user", "keycloak_a-1", "operator")
    assert {"plant ops", "line"} <= set(principal.groups)
    assert "admin" not in principal.groups
    site.provider.person["groups"] = []
    site.travel(browser, identity_provider="keycloak")
    assert callers.principal(token).role is None


def test_a_disabled_person_has_no_rights_whatever_the_token_says(
    site: Site, browser: Browser, callers: Callers
) -> None:
    code = site.travel(browser, identity_provider="keycloak")["code"]
    token = site.exchange(code).json()["access_token"]
    known = {"UserPoolId": site.hosted.pool_id, "Username": "keycloak_a-1"}
    site.idp.admin_disable_user(**known)
    try:
        with pytest.raises(AccessError, match="disabled"):
            callers.principal(token)
    finally:
        site.idp.admin_enable_user(**known)
    assert callers.principal(token).role == "operator"


def test_a_program_has_the_role_of_the_site_file(
    site: Site, programs: dict[str, Any], callers: Callers
) -> None:
    answer = token_of(site, programs["historian"]).json()
    principal = callers.principal(answer["access_token"])
    assert (principal.kind, principal.name, principal.role) == ("machine", "historian", "viewer")
    assert principal.limits == Limits("viewer")
    limited = callers.principal(token_of(site, programs["mes"]).json()["access_token"])
    assert limited.role is None


def test_a_program_that_left_the_site_file_has_no_rights(
    site: Site, programs: dict[str, Any], callers: Callers
) -> None:
    token = token_of(site, programs["gone"]).json()["access_token"]
    with pytest.raises(AccessError, match="no such program"):
        callers.principal(token)


@pytest.mark.parametrize(
    ("scope", "secret", "error"),
    [("twin/admin", "", "invalid_scope"), ("", "wrong", "invalid_client")],
)
def test_no_token_is_given_for_more_or_to_others(
    site: Site, programs: dict[str, Any], scope: str, secret: str, error: str
) -> None:
    assert token_of(site, programs["historian"], scope, secret).json() == {"error": error}
