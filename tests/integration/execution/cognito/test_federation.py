"""Sign-in by an OpenID provider: browser, user pool and provider, with real tokens."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import jwt
import pytest
from botocore.exceptions import ClientError

from tests.integration.execution.cognito.openid_server import new_key
from tests.integration.execution.hosted import Browser
from twin.access.provider_groups import provider_groups

if TYPE_CHECKING:
    from tests.integration.execution.cognito.federated_site import Site


def test_a_person_comes_back_with_a_code_for_tokens_of_the_pool(
    site: Site, browser: Browser
) -> None:
    back = site.travel(browser, identity_provider="keycloak")
    assert back["state"] == "s t"
    tokens = site.exchange(back["code"]).json()
    claims = jwt.decode(tokens["id_token"], options={"verify_signature": False})
    assert claims["cognito:username"] == "keycloak_a-1"
    assert claims["email"] == "ann@example.com"
    assert claims["nonce"] == "n"
    assert claims["cognito:groups"] == [f"{site.hosted.pool_id}_keycloak"]
    assert claims["identities"][0]["providerName"] == "keycloak"
    access = jwt.decode(tokens["access_token"], options={"verify_signature": False})
    assert access["scope"] == "openid email"
    user = site.user()
    assert user["status"] == "EXTERNAL_PROVIDER"
    assert provider_groups(user["custom:idp_groups"]) == ("plant ops", "x,y")


def test_groups_are_those_of_the_last_sign_in(site: Site, browser: Browser) -> None:
    site.travel(browser, identity_provider="keycloak")
    site.provider.person["groups"] = []
    site.travel(Browser(site.hosted.base), identity_provider="keycloak")
    assert provider_groups(site.user()["custom:idp_groups"]) == ()


def test_a_code_is_good_once_and_only_with_its_verifier(site: Site, browser: Browser) -> None:
    stolen = site.travel(browser, identity_provider="keycloak")["code"]
    assert site.exchange(stolen, "w" * 43).json() == {"error": "invalid_grant"}
    code = site.travel(browser, identity_provider="keycloak")["code"]
    assert site.exchange(code).status == 200
    assert site.exchange(code).json() == {"error": "invalid_grant"}


def test_a_person_cannot_write_the_groups_of_their_own(site: Site, browser: Browser) -> None:
    back = site.travel(browser, identity_provider="keycloak")
    token = site.exchange(back["code"]).json()["access_token"]
    wanted = [{"Name": "custom:idp_groups", "Value": "admins"}]
    with pytest.raises(ClientError, match="required scopes"):
        site.idp.update_user_attributes(AccessToken=token, UserAttributes=wanted)


def test_a_client_of_passwords_cannot_write_them_either(site: Site) -> None:
    pool_id = site.hosted.pool_id
    made = site.idp.create_user_pool_client(
        UserPoolId=pool_id,
        ClientName="passwords",
        ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
        WriteAttributes=["email", "name"],
    )["UserPoolClient"]
    site.idp.admin_create_user(UserPoolId=pool_id, Username="bob")
    site.idp.admin_set_user_password(
        UserPoolId=pool_id, Username="bob", Password="Pass-word-1", Permanent=True
    )
    token = site.idp.initiate_auth(
        ClientId=made["ClientId"],
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": "bob", "PASSWORD": "Pass-word-1"},
    )["AuthenticationResult"]["AccessToken"]
    wanted = [{"Name": "custom:idp_groups", "Value": "admins"}]
    with pytest.raises(ClientError, match="unauthorized attribute"):
        site.idp.update_user_attributes(AccessToken=token, UserAttributes=wanted)
    own = [{"Name": "name", "Value": "Bob"}]
    site.idp.update_user_attributes(AccessToken=token, UserAttributes=own)
    assert site.user("bob")["name"] == "Bob"


def test_a_client_of_single_sign_on_takes_no_passwords(site: Site) -> None:
    pool_id = site.hosted.pool_id
    made = site.idp.create_user_pool_client(
        UserPoolId=pool_id, ClientName="sso-2", ExplicitAuthFlows=["ALLOW_REFRESH_TOKEN_AUTH"]
    )["UserPoolClient"]
    for flow in ("USER_PASSWORD_AUTH", "USER_SRP_AUTH", "CUSTOM_AUTH"):
        with pytest.raises(ClientError, match="flow not enabled for this client"):
            site.idp.initiate_auth(
                ClientId=made["ClientId"], AuthFlow=flow, AuthParameters={"USERNAME": "bob"}
            )


def test_a_disabled_person_is_sent_back_without_a_code(site: Site, browser: Browser) -> None:
    site.travel(browser, identity_provider="keycloak")
    known = {"UserPoolId": site.hosted.pool_id, "Username": "keycloak_a-1"}
    site.idp.admin_disable_user(**known)
    back = site.travel(Browser(site.hosted.base), identity_provider="keycloak")
    site.idp.admin_enable_user(**known)
    assert back["error_description"] == "User is not enabled"
    assert "code" not in back


@pytest.mark.parametrize(
    ("spoil", "problem"),
    [
        ({"iss": "https://other.example"}, "issuer"),
        ({"aud": "other"}, "udience"),
        ({"nonce": "old"}, "another request"),
        ({"exp": int(time.time()) - 600}, "expired"),
    ],
)
def test_an_id_token_that_is_not_for_this_sign_in_is_refused(
    site: Site, browser: Browser, spoil: dict[str, Any], problem: str
) -> None:
    site.provider.spoil = spoil
    back = site.travel(browser, identity_provider="keycloak")
    assert back["error"] == "invalid_request"
    assert problem in back["error_description"]


def test_an_id_token_of_another_key_is_refused(site: Site, browser: Browser) -> None:
    site.provider.signing_key = new_key()
    back = site.travel(browser, identity_provider="keycloak")
    assert "Signature verification failed" in back["error_description"]


def test_user_info_of_somebody_else_is_refused(site: Site, browser: Browser) -> None:
    site.provider.info = {"sub": "b-2", "email": "ann@example.com"}
    back = site.travel(browser, identity_provider="keycloak")
    assert "another user" in back["error_description"]


def test_groups_that_do_not_fit_are_refused(site: Site, browser: Browser) -> None:
    site.provider.person["groups"] = [f"group-{number}" for number in range(300)]
    back = site.travel(browser, identity_provider="keycloak")
    assert back["error_description"].startswith("custom:idp_groups: ")


def test_what_the_provider_refuses_is_told(site: Site, browser: Browser) -> None:
    site.provider.refuse = "access_denied"
    back = site.travel(browser, identity_provider="keycloak")
    assert (back["error"], back["error_description"]) == ("invalid_request", "access_denied")


@pytest.mark.parametrize(
    ("provider", "problem"),
    [("other", "no such identity provider"), ("entra", "SAML sign-in needs AWS")],
)
def test_a_provider_that_cannot_sign_in_here_is_refused(
    site: Site, browser: Browser, provider: str, problem: str
) -> None:
    answer = browser.send("GET", site.hosted.authorize(identity_provider=provider))
    page = browser.send("GET", answer.headers["Location"])
    assert problem in page.data.decode()


def test_an_answer_that_nobody_waits_for_is_refused(site: Site, browser: Browser) -> None:
    answer = browser.send("GET", "/oauth2/idpresponse?code=c&state=guess")
    page = browser.send("GET", answer.headers["Location"])
    assert "Invalid state parameter" in page.data.decode()
