"""Hosted sign-in: a browser and a client go through OAuth 2.0 with a pool's domain."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
import pytest
import urllib3

from tests.integration.execution.hosted import BACK, SCOPES, VERIFIER, Browser, Hosted
from twin_local.execution.plant import Execution

Client = Callable[[str], Any]


@pytest.fixture(scope="module")
def hosted(aws: Execution) -> Iterator[Hosted]:
    from tests.integration.execution.conftest import make_client

    idp = make_client(aws, "cognito-idp")
    pool_id = idp.create_user_pool(PoolName="hosted")["UserPool"]["Id"]
    idp.create_user_pool_domain(UserPoolId=pool_id, Domain="demo-sign-in")
    scopes = [{"ScopeName": "read", "ScopeDescription": "r"}]
    idp.create_resource_server(UserPoolId=pool_id, Identifier="api", Name="api", Scopes=scopes)
    flows = {"UserPoolId": pool_id, "AllowedOAuthFlowsUserPoolClient": True}
    public = idp.create_user_pool_client(
        **flows,
        ClientName="public",
        AllowedOAuthFlows=["code", "implicit"],
        AllowedOAuthScopes=SCOPES,
        CallbackURLs=[BACK],
        LogoutURLs=[BACK],
    )["UserPoolClient"]
    own = idp.create_user_pool_client(
        **flows,
        ClientName="own",
        GenerateSecret=True,
        AllowedOAuthFlows=["client_credentials"],
        AllowedOAuthScopes=["api/read"],
    )["UserPoolClient"]
    for name, permanent in (("ann", True), ("new", False)):
        idp.admin_create_user(
            UserPoolId=pool_id,
            Username=name,
            UserAttributes=[{"Name": "email", "Value": f"{name}@example.com"}],
        )
        idp.admin_set_user_password(
            UserPoolId=pool_id, Username=name, Password="Pass-word-1", Permanent=permanent
        )
    base = f"{aws.context.endpoint_url}/_aws/cognito-idp/demo-sign-in"
    yield Hosted(base, pool_id, public["ClientId"], own["ClientId"], own["ClientSecret"])
    idp.delete_user_pool(UserPoolId=pool_id)


def sign_in(hosted: Hosted, browser: Browser, name: str = "ann", **more: str) -> dict[str, str]:
    """Go through the pages; return what the client gets."""
    to_login = browser.send("GET", hosted.authorize(**more))
    login = to_login.headers["Location"]
    page = browser.send("GET", login)
    sent = browser.submit(page, login, username=name, password="Pass-word-1")
    return returned(sent)


def returned(answer: Any) -> dict[str, str]:
    assert answer.status == 302, answer.data
    url = urlsplit(answer.headers["Location"])
    assert answer.headers["Location"].startswith(BACK)
    return {name: values[0] for name, values in parse_qs(url.query or url.fragment).items()}


def token(hosted: Hosted, form: dict[str, str], **headers: str) -> Any:
    kind = {"Content-Type": "application/x-www-form-urlencoded", **headers}
    url = f"{hosted.base}/oauth2/token"
    return urllib3.request("POST", url, body=urlencode(form), headers=kind)


def exchange(hosted: Hosted, code: str, **more: str) -> Any:
    form = {
        "grant_type": "authorization_code",
        "client_id": hosted.public,
        "code": code,
        "redirect_uri": BACK,
        "code_verifier": VERIFIER,
        **more,
    }
    return token(hosted, form)


def test_a_code_becomes_tokens_that_the_published_keys_verify(hosted: Hosted) -> None:
    got = sign_in(hosted, Browser(hosted.base))
    assert got["state"] == "s t"
    tokens = exchange(hosted, got["code"]).json()
    assert (tokens["token_type"], tokens["expires_in"]) == ("Bearer", 3600)
    endpoint = hosted.base.split("/_aws")[0]
    well_known = f"{endpoint}/{hosted.pool_id}/.well-known/openid-configuration"
    configuration = urllib3.request("GET", well_known).json()
    keys = urllib3.request("GET", configuration["jwks_uri"]).json()["keys"]
    claims = jwt.decode(
        tokens["id_token"],
        jwt.PyJWK(keys[0]).key,
        algorithms=["RS256"],
        audience=hosted.public,
        issuer=configuration["issuer"],
    )
    assert (claims["nonce"], claims["email"]) == ("n", "ann@example.com")
    access = jwt.decode(tokens["access_token"], options={"verify_signature": False})
    assert access["scope"] == "openid email"
    assert configuration["token_endpoint"] == f"{hosted.base}/oauth2/token"
    told = urllib3.request(
        "GET",
        configuration["userinfo_endpoint"],
        headers={"Authorization": f"Bearer {tokens['access_token']}"},
    ).json()
    assert (told["sub"], told["username"]) == (claims["sub"], "ann")


def test_a_code_is_good_once_and_with_its_verifier_and_address_only(hosted: Hosted) -> None:
    browser = Browser(hosted.base)
    code = sign_in(hosted, browser)["code"]
    assert exchange(hosted, code).status == 200
    assert exchange(hosted, code).json() == {"error": "invalid_grant"}
    for wrong in ({"code_verifier": "x" * 43}, {"redirect_uri": BACK + "/"}):
        again = returned(browser.send("GET", hosted.authorize()))["code"]
        assert exchange(hosted, again, **wrong).json() == {"error": "invalid_grant"}


def test_a_browser_stays_signed_in_until_it_signs_out(hosted: Hosted) -> None:
    browser = Browser(hosted.base)
    sign_in(hosted, browser)
    assert "code" in returned(browser.send("GET", hosted.authorize()))
    out = browser.send("GET", f"/logout?client_id={hosted.public}&logout_uri={BACK}")
    assert out.headers["Location"] == BACK
    assert "/login?" in browser.send("GET", hosted.authorize()).headers["Location"]


def test_the_page_says_what_is_wrong(hosted: Hosted) -> None:
    browser = Browser(hosted.base)
    login = browser.send("GET", hosted.authorize()).headers["Location"]
    page = browser.send("GET", login)
    text = page.data.decode()
    assert 'lang="en"' in text
    assert '<label for="password">' in text
    again = browser.submit(page, login, username="ann", password="wrong<")
    assert again.status == 200
    assert '<p role="alert" id="error">Incorrect username or password.</p>' in again.data.decode()
    forged = Browser(hosted.base).submit(page, login, username="ann", password="Pass-word-1")
    assert "The form has expired" in forged.data.decode()


def test_a_new_password_is_asked_for(hosted: Hosted) -> None:
    browser = Browser(hosted.base)
    login = browser.send("GET", hosted.authorize()).headers["Location"]
    page = browser.send("GET", login)
    ask = browser.submit(page, login, username="new", password="Pass-word-1")
    assert "New password again" in ask.data.decode()
    weak = browser.submit(ask, login, new_password="x", confirm_password="x")
    assert 'role="alert"' in weak.data.decode()
    other = browser.submit(weak, login, new_password="Pass-word-2", confirm_password="y")
    assert "do not match" in other.data.decode()
    done = browser.submit(other, login, new_password="Pass-word-2", confirm_password="Pass-word-2")
    assert exchange(hosted, returned(done)["code"]).status == 200


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"response_type": "nothing"}, "unsupported_response_type"),
        ({"scope": "api/read"}, "invalid_scope"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
    ],
)
def test_errors_go_to_the_client(hosted: Hosted, more: dict[str, str], error: str) -> None:
    got = returned(Browser(hosted.base).send("GET", hosted.authorize(**more)))
    assert (got["error"], got["state"]) == (error, "s t")


@pytest.mark.parametrize("more", [{"redirect_uri": BACK + "/x"}, {"client_id": "unknown"}])
def test_an_unknown_client_or_address_gets_a_page(hosted: Hosted, more: dict[str, str]) -> None:
    browser = Browser(hosted.base)
    where = browser.send("GET", hosted.authorize(**more)).headers["Location"]
    assert where.startswith(f"{hosted.base}/error?error=")
    assert browser.send("GET", where).status == 400


def test_the_implicit_flow_gives_tokens_in_the_fragment(hosted: Hosted) -> None:
    more = {"response_type": "token", "code_challenge": "", "code_challenge_method": ""}
    got = sign_in(hosted, Browser(hosted.base), **more)
    assert {"id_token", "access_token", "state"} <= set(got)
    assert "refresh_token" not in got


def test_a_refresh_token_gives_new_tokens_until_it_is_revoked(
    hosted: Hosted, client: Client
) -> None:
    code = sign_in(hosted, Browser(hosted.base), scope=" ".join(SCOPES))["code"]
    tokens = exchange(hosted, code).json()
    form = {"grant_type": "refresh_token", "client_id": hosted.public}
    form["refresh_token"] = tokens["refresh_token"]
    renewed = token(hosted, form).json()
    assert "refresh_token" not in renewed
    idp = client("cognito-idp")
    assert idp.get_user(AccessToken=renewed["access_token"])["Username"] == "ann"
    revoke = {"token": tokens["refresh_token"], "client_id": hosted.public}
    url = f"{hosted.base}/oauth2/revoke"
    assert urllib3.request("POST", url, fields=None, body=urlencode(revoke)).status == 200
    assert token(hosted, form).json() == {"error": "invalid_grant"}
    with pytest.raises(idp.exceptions.NotAuthorizedException):
        idp.get_user(AccessToken=renewed["access_token"])
    refused = urllib3.request(
        "GET",
        f"{hosted.base}/oauth2/userInfo",
        headers={"Authorization": f"Bearer {renewed['access_token']}"},
    )
    assert (refused.status, refused.json()["error"]) == (401, "invalid_token")


def test_a_client_acts_for_itself_with_scopes_of_a_resource_server(hosted: Hosted) -> None:
    basic = base64.b64encode(f"{hosted.client_id}:{hosted.secret}".encode()).decode()
    form = {"grant_type": "client_credentials", "scope": "api/read"}
    answer = token(hosted, form, Authorization=f"Basic {basic}").json()
    claims = jwt.decode(answer["access_token"], options={"verify_signature": False})
    assert (claims["sub"], claims["scope"]) == (hosted.client_id, "api/read")
    wrong = base64.b64encode(f"{hosted.client_id}:x".encode()).decode()
    assert token(hosted, form, Authorization=f"Basic {wrong}").json() == {"error": "invalid_client"}
    other = {**form, "scope": "api/write"}
    got = token(hosted, other, Authorization=f"Basic {basic}").json()
    assert got == {"error": "invalid_scope"}
    assert token(hosted, {**form, "client_id": hosted.public}).json() == {
        "error": "unauthorized_client"
    }
