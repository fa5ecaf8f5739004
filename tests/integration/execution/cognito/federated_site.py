"""A user pool with an OpenID provider, and the way of a browser through both."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import urllib3

from tests.integration.execution.cognito.openid_server import CLIENT, SECRET, OpenIdServer
from tests.integration.execution.hosted import BACK, VERIFIER, Browser, Hosted
from twin_local.execution.plant import Execution

ANN = {"sub": "a-1", "email": "ann@example.com", "name": "Ann", "groups": ["plant ops", "x,y"]}
WRITABLE = ["email", "name", "custom:idp_groups"]


@dataclass(frozen=True)
class Site:
    """A pool with a provider, and what a console needs of it."""

    idp: Any
    hosted: Hosted
    provider: OpenIdServer

    def travel(self, browser: Browser, **more: str) -> dict[str, str]:
        """Follow a browser to the provider and back; return what the console gets."""
        answer = browser.send("GET", self.hosted.authorize(**more))
        for _ in range(4):
            url = answer.headers["Location"]
            if url.startswith(BACK):
                found = parse_qs(urlsplit(url).query)
                return {name: values[0] for name, values in found.items()}
            answer = browser.send("GET", url)
            assert answer.status == 302, answer.data
        raise AssertionError("the browser does not come back")

    def exchange(self, code: str, verifier: str = VERIFIER) -> Any:
        form = {
            "grant_type": "authorization_code",
            "client_id": self.hosted.public,
            "code": code,
            "redirect_uri": BACK,
            "code_verifier": verifier,
        }
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        url = f"{self.hosted.base}/oauth2/token"
        return urllib3.request("POST", url, body=urlencode(form), headers=kind)

    def user(self, name: str = "keycloak_a-1") -> Any:
        found = self.idp.admin_get_user(UserPoolId=self.hosted.pool_id, Username=name)
        return {
            **{one["Name"]: one["Value"] for one in found["UserAttributes"]},
            "status": found["UserStatus"],
        }


def federated_site(aws: Execution, idp: Any) -> Iterator[Site]:
    """Yield a pool with the providers `keycloak` and `entra`; the provider runs meanwhile."""
    provider = OpenIdServer()
    provider.start()
    pool = idp.create_user_pool(
        PoolName="federated", Schema=[{"Name": "idp_groups", "AttributeDataType": "String"}]
    )
    pool_id = pool["UserPool"]["Id"]
    idp.create_user_pool_domain(UserPoolId=pool_id, Domain="fed-sign-in")
    for name, kind in (("keycloak", "OIDC"), ("entra", "SAML")):
        idp.create_identity_provider(
            UserPoolId=pool_id,
            ProviderName=name,
            ProviderType=kind,
            ProviderDetails={
                "oidc_issuer": provider.issuer,
                "client_id": CLIENT,
                "client_secret": SECRET,
                "authorize_scopes": "openid email",
                "attributes_request_method": "GET",
            },
            AttributeMapping={"email": "email", "name": "name", "custom:idp_groups": "groups"},
        )
    sso = idp.create_user_pool_client(
        UserPoolId=pool_id,
        ClientName="sso",
        AllowedOAuthFlowsUserPoolClient=True,
        AllowedOAuthFlows=["code"],
        AllowedOAuthScopes=["openid", "email"],
        CallbackURLs=[BACK],
        LogoutURLs=[BACK],
        SupportedIdentityProviders=["keycloak", "entra"],
        WriteAttributes=WRITABLE,
    )["UserPoolClient"]["ClientId"]
    base = f"{aws.context.endpoint_url}/_aws/cognito-idp/fed-sign-in"
    yield Site(idp, Hosted(base, pool_id, sso, "", ""), provider)
    provider.stop()
    idp.delete_user_pool(UserPoolId=pool_id)
