"""Routes of HTTP APIs are guarded by tokens of user pools, by functions and by IAM."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.exceptions import ClientError

from tests.integration.execution.conftest import ROLE
from tests.integration.execution.http_api import HttpApi, request
from twin_local.execution.plant import Execution

Client = Callable[[str], Any]
Function = Callable[..., str]
ECHO = "def handler(event, context):\n    return event['requestContext'].get('authorizer')\n"
SIMPLE = """
COUNT = [0]
def handler(event, context):
    COUNT[0] += 1
    (who,) = event['identitySource']
    if who == 'crash':
        raise ValueError('bug')
    return {'isAuthorized': who != 'nobody', 'context': {'who': who, 'count': COUNT[0]}}
"""
POLICY = """
def handler(event, context):
    who = event['headers']['x-who']
    effect = 'Allow' if who == 'ann' else 'Deny'
    statement = {'Action': 'execute-api:Invoke', 'Effect': effect, 'Resource': event['routeArn']}
    return {'principalId': who, 'policyDocument': {'Statement': [statement]},
            'context': {'role': who}}
"""


@pytest.fixture
def api(aws: Execution, client: Client) -> Iterator[HttpApi]:
    gateway = client("apigatewayv2")
    made = gateway.create_api(Name="g", ProtocolType="HTTP")
    api = HttpApi(aws.context.endpoint_url, made["ApiId"], gateway)
    api.stage()
    yield api
    gateway.delete_api(ApiId=made["ApiId"])


@dataclass(frozen=True)
class Pool:
    """A user pool with one user who is signed in."""

    issuer: str
    client_id: str
    tokens: dict[str, str]


@pytest.fixture
def pool(client: Client) -> Iterator[Pool]:
    idp = client("cognito-idp")
    pool_id = idp.create_user_pool(PoolName="p")["UserPool"]["Id"]
    made = idp.create_user_pool_client(UserPoolId=pool_id, ClientName="c")
    client_id = made["UserPoolClient"]["ClientId"]
    idp.admin_create_user(UserPoolId=pool_id, Username="ann")
    idp.admin_set_user_password(
        UserPoolId=pool_id, Username="ann", Password="Pass-word-1", Permanent=True
    )
    idp.create_group(UserPoolId=pool_id, GroupName="viewers")
    idp.admin_add_user_to_group(UserPoolId=pool_id, Username="ann", GroupName="viewers")
    answer = idp.initiate_auth(
        ClientId=client_id,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": "ann", "PASSWORD": "Pass-word-1"},
    )
    issuer = f"https://cognito-idp.us-east-1.amazonaws.com/{pool_id}"
    yield Pool(issuer, client_id, answer["AuthenticationResult"])
    idp.delete_user_pool(UserPoolId=pool_id)


def authorizer(api: HttpApi, **settings: Any) -> dict[str, str]:
    made = api.client.create_authorizer(ApiId=api.api_id, Name="a", **settings)
    return {"AuthorizerId": made["AuthorizerId"]}


def by_token(api: HttpApi, pool: Pool, audience: str) -> dict[str, str]:
    return authorizer(
        api,
        AuthorizerType="JWT",
        IdentitySource=["$request.header.Authorization"],
        JwtConfiguration={"Issuer": pool.issuer, "Audience": [audience]},
    )


def test_a_token_lets_in_and_its_claims_are_passed_on(
    api: HttpApi, function: Function, pool: Pool
) -> None:
    made = by_token(api, pool, pool.client_id)
    api.route("GET /a", function("claims", ECHO), AuthorizationType="JWT", **made)
    answer = api.call("/a", Authorization=f"Bearer {pool.tokens['IdToken']}")
    claims = answer.json()["jwt"]["claims"]
    assert (claims["cognito:username"], claims["cognito:groups"]) == ("ann", "[viewers]")
    access = api.call("/a", Authorization=pool.tokens["AccessToken"]).json()
    assert access["jwt"]["claims"]["client_id"] == pool.client_id


def test_no_token_a_changed_one_and_one_for_others_are_unauthorized(
    api: HttpApi, function: Function, pool: Pool
) -> None:
    arn = function("closed_jwt", ECHO)
    for path, audience in (("/a", pool.client_id), ("/b", "another")):
        made = by_token(api, pool, audience)
        api.route(f"GET {path}", arn, AuthorizationType="JWT", **made)
    token = pool.tokens["IdToken"]
    head, body, signature = token.split(".")
    changed = f"{head}.{body}.{signature[:-4]}AAAA"
    for answer in (
        api.call("/a"),
        api.call("/a", Authorization=f"Bearer {changed}"),
        api.call("/b", Authorization=f"Bearer {token}"),
    ):
        assert (answer.status, answer.json()) == (401, {"message": "Unauthorized"})


def test_a_token_without_a_scope_of_the_route_is_forbidden(
    api: HttpApi, function: Function, pool: Pool
) -> None:
    arn, made = function("scoped", ECHO), by_token(api, pool, pool.client_id)
    admin = "aws.cognito.signin.user.admin"
    for path, scope in (("/a", admin), ("/b", "items/write")):
        api.route(f"GET {path}", arn, AuthorizationType="JWT", AuthorizationScopes=[scope], **made)
    header = f"Bearer {pool.tokens['AccessToken']}"
    assert api.call("/a", Authorization=header).json()["jwt"]["scopes"] == [admin]
    refused = api.call("/b", Authorization=header)
    assert refused.status == 403
    assert 'error="insufficient_scope"' in refused.headers["WWW-Authenticate"]


def test_an_issuer_that_is_no_user_pool_is_refused(api: HttpApi) -> None:
    with pytest.raises(ClientError) as caught:
        by_token(api, Pool("https://cognito-idp.us-east-1.amazonaws.com/none", "c", {}), "c")
    assert caught.value.response["Error"]["Code"] == "BadRequestException"


def by_function(api: HttpApi, arn: str, **settings: Any) -> dict[str, str]:
    uri = f"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{arn}/invocations"
    return authorizer(
        api,
        AuthorizerType="REQUEST",
        AuthorizerUri=uri,
        AuthorizerPayloadFormatVersion="2.0",
        IdentitySource=["$request.header.X-Who"],
        **settings,
    )


def test_a_simple_response_decides_and_is_cached_for_its_identity(
    api: HttpApi, function: Function
) -> None:
    made = by_function(
        api,
        function("simple", SIMPLE),
        EnableSimpleResponses=True,
        AuthorizerResultTtlInSeconds=60,
    )
    arn = function("behind", ECHO)
    for path in ("/a", "/b"):
        api.route(f"GET {path}", arn, AuthorizationType="CUSTOM", **made)
    assert api.call("/a", X_Who="ann").json() == {"lambda": {"who": "ann", "count": 1}}
    assert api.call("/b", X_Who="ann").json()["lambda"]["count"] == 1
    assert api.call("/a", X_Who="bob").json()["lambda"]["count"] == 2
    assert api.call("/a").status == 401
    assert api.call("/a", X_Who="nobody").json() == {"message": "Forbidden"}
    assert api.call("/a", X_Who="crash").status == 500


def test_a_policy_decides_and_nothing_is_cached_by_default(
    api: HttpApi, function: Function
) -> None:
    made = by_function(api, function("policy", POLICY))
    api.route("GET /a", function("behind_it", ECHO), AuthorizationType="CUSTOM", **made)
    assert api.call("/a", X_Who="ann").json() == {"lambda": {"role": "ann"}}
    assert api.call("/a", X_Who="bob").status == 403


def test_an_authorizer_needs_a_permission(api: HttpApi, function: Function) -> None:
    made = by_function(api, function("silent_one", SIMPLE, ()), EnableSimpleResponses=True)
    api.route("GET /a", function("behind_that", ECHO), AuthorizationType="CUSTOM", **made)
    assert api.call("/a", X_Who="ann").status == 500


def test_iam_lets_in_whose_signature_is_right(
    aws: Execution, api: HttpApi, function: Function
) -> None:
    api.route("GET /a", function("signed", ECHO), AuthorizationType="AWS_IAM")
    keys = aws.credentials.of_role(ROLE)
    url = f"{api.endpoint}/_aws/execute-api/{api.api_id}/a"
    credentials = Credentials(keys.access_key_id, keys.secret_access_key, keys.session_token)
    signed = AWSRequest("GET", url)
    SigV4Auth(credentials, "execute-api", "us-east-1").add_auth(signed)
    headers: dict[str, Any] = {
        name.replace("-", "_"): str(value) for name, value in signed.headers.items()
    }
    assert request(url, **headers).json()["iam"]["userArn"] == ROLE
    assert request(f"{url}?x=1", **headers).status == 403
    assert request(url).json() == {"message": "Forbidden"}
