"""User pools run their Lambda triggers, which refuse, change and complete what happens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import jwt
import pytest
from botocore.exceptions import ClientError

Client = Callable[[str], Any]
Function = Callable[..., str]
HEAD = "def handler(event, context):\n    request, response = event['request'], event['response']\n"


@dataclass(frozen=True)
class Pool:
    """A pool with an app client and one user, `ann`."""

    idp: Any
    pool_id: str
    client_id: str

    def use(self, **triggers: Any) -> None:
        self.idp.update_user_pool(UserPoolId=self.pool_id, LambdaConfig=triggers)

    def sign_up(self, name: str = "bob", **more: Any) -> Any:
        return self.idp.sign_up(
            ClientId=self.client_id,
            Username=name,
            Password="Pass-word-1",
            UserAttributes=[{"Name": "email", "Value": f"{name}@example.com"}],
            **more,
        )

    def sign_in(self, name: str = "ann", flow: str = "USER_PASSWORD_AUTH") -> Any:
        return self.idp.initiate_auth(
            ClientId=self.client_id,
            AuthFlow=flow,
            AuthParameters={"USERNAME": name, "PASSWORD": "Pass-word-1"},
        )

    def claims(self, kind: str) -> dict[str, Any]:
        token = self.sign_in()["AuthenticationResult"][f"{kind}Token"]
        read: dict[str, Any] = jwt.decode(token, options={"verify_signature": False})
        return read

    def user(self, name: str) -> dict[str, str]:
        found = self.idp.admin_get_user(UserPoolId=self.pool_id, Username=name)
        attributes = {one["Name"]: one["Value"] for one in found["UserAttributes"]}
        return {**attributes, "status": found["UserStatus"]}


@pytest.fixture
def pool(client: Client) -> Iterator[Pool]:
    idp = client("cognito-idp")
    pool_id = idp.create_user_pool(PoolName="t")["UserPool"]["Id"]
    made = idp.create_user_pool_client(UserPoolId=pool_id, ClientName="c")["UserPoolClient"]
    idp.admin_create_user(UserPoolId=pool_id, Username="ann")
    idp.admin_set_user_password(
        UserPoolId=pool_id, Username="ann", Password="Pass-word-1", Permanent=True
    )
    yield Pool(idp, pool_id, made["ClientId"])
    idp.delete_user_pool(UserPoolId=pool_id)


def refused(action: Callable[[], Any]) -> tuple[str, str]:
    with pytest.raises(ClientError) as caught:
        action()
    error = caught.value.response["Error"]
    return error["Code"], error["Message"]


def test_a_sign_up_is_refused_or_confirmed(pool: Pool, function: Function) -> None:
    body = (
        "    assert event['triggerSource'] == 'PreSignUp_SignUp', event['triggerSource']\n"
        "    if request['clientMetadata'].get('code') != 'let-me-in':\n"
        "        raise Exception('no invitation')\n"
        "    response.update(autoConfirmUser=True, autoVerifyEmail=True)\n    return event\n"
    )
    pool.use(PreSignUp=function("invited", HEAD + body))
    error = refused(pool.sign_up)
    assert error == (
        "UserLambdaValidationException",
        "PreSignUp failed with error no invitation.",
    )
    answer = pool.sign_up(ClientMetadata={"code": "let-me-in"})
    assert answer["UserConfirmed"]
    assert pool.user("bob")["email_verified"] == "true"
    assert pool.user("bob")["status"] == "CONFIRMED"


def test_a_confirmation_is_told(pool: Pool, function: Function, client: Client) -> None:
    sqs = client("sqs")
    url = sqs.create_queue(QueueName="confirmed")["QueueUrl"]
    body = (
        "    import boto3\n    boto3.client('sqs').send_message(\n"
        f"        QueueUrl='{url}', MessageBody=event['triggerSource'] + ' ' + event['userName'])\n"
        "    return event\n"
    )
    pool.use(PostConfirmation=function("told", HEAD + body, Timeout=20))
    pool.sign_up()
    pool.idp.confirm_sign_up(ClientId=pool.client_id, Username="bob", ConfirmationCode="1")
    (message,) = sqs.receive_message(QueueUrl=url)["Messages"]
    assert message["Body"] == "PostConfirmation_ConfirmSignUp bob"
    sqs.delete_queue(QueueUrl=url)


@pytest.mark.parametrize("trigger", ["PreAuthentication", "PostAuthentication"])
def test_a_sign_in_is_refused(pool: Pool, function: Function, trigger: str) -> None:
    arn = function("closed", HEAD + "    raise Exception('not now')\n")
    pool.use(**{trigger: arn})
    expected = f"{trigger} failed with error not now."
    assert refused(pool.sign_in) == ("UserLambdaValidationException", expected)


def test_version_1_changes_id_tokens_and_groups(pool: Pool, function: Function) -> None:
    body = (
        "    response['claimsOverrideDetails'] = {\n"
        "        'claimsToAddOrOverride': {'site': 'demo', 'sub': 'mine'},\n"
        "        'claimsToSuppress': ['event_id'],\n"
        "        'groupOverrideDetails': {'groupsToOverride': ['made-up']}}\n    return event\n"
    )
    pool.use(PreTokenGeneration=function("version_1", HEAD + body))
    claims = pool.claims("Id")
    assert (claims["site"], claims["cognito:groups"]) == ("demo", ["made-up"])
    assert claims["sub"] != "mine"
    assert "event_id" not in claims
    access = pool.claims("Access")
    assert access["cognito:groups"] == ["made-up"]
    assert "site" not in access


def test_version_2_changes_access_tokens_too(pool: Pool, function: Function) -> None:
    body = (
        "    assert event['version'] == '2'\n"
        "    response['claimsAndScopeOverrideDetails'] = {\n"
        "        'idTokenGeneration': {'claimsToAddOrOverride': {'site': 'demo'}},\n"
        "        'accessTokenGeneration': {'claimsToAddOrOverride': {'plant': 'p'},\n"
        "            'scopesToAdd': ['signals/read'],\n"
        "            'scopesToSuppress': ['aws.cognito.signin.user.admin']}}\n    return event\n"
    )
    arn = function("version_2", HEAD + body)
    pool.use(PreTokenGenerationConfig={"LambdaArn": arn, "LambdaVersion": "V2_0"})
    assert pool.claims("Id")["site"] == "demo"
    access = pool.claims("Access")
    assert (access["plant"], access["scope"]) == ("p", "signals/read")


def test_groups_are_in_the_order_of_their_precedence(pool: Pool) -> None:
    for name, precedence in (("later", 9), ("first", 1), ("second", 5)):
        group = {"UserPoolId": pool.pool_id, "GroupName": name}
        pool.idp.create_group(**group, Precedence=precedence)
        pool.idp.admin_add_user_to_group(**group, Username="ann")
    assert pool.claims("Id")["cognito:groups"] == ["first", "second", "later"]


def test_a_user_is_migrated_at_the_first_sign_in(pool: Pool, function: Function) -> None:
    body = (
        "    if request['password'] == 'Pass-word-1' and event['userName'] == 'old':\n"
        "        response.update(userAttributes={'email': 'old@example.com'},\n"
        "                        finalUserStatus='CONFIRMED', messageAction='SUPPRESS')\n"
        "    return event\n"
    )
    pool.use(UserMigration=function("migrates", HEAD + body))
    assert "AccessToken" in pool.sign_in("old")["AuthenticationResult"]
    assert pool.user("old")["email"] == "old@example.com"
    assert refused(lambda: pool.sign_in("nobody"))[0] == "UserNotFoundException"


DEFINE = """
    session = request['session']
    if session and session[-1]['challengeResult']:
        response.update(issueTokens=True, failAuthentication=False)
    elif len(session) >= 2:
        response.update(issueTokens=False, failAuthentication=True)
    else:
        response.update(issueTokens=False, failAuthentication=False,
                        challengeName='CUSTOM_CHALLENGE')
    return event
"""
CREATE = """
    response['publicChallengeParameters'] = {'question': '6 x 7'}
    response['privateChallengeParameters'] = {'answer': '42'}
    return event
"""
VERIFY = """
    expected = request['privateChallengeParameters']['answer']
    response['answerCorrect'] = request['challengeAnswer'] == expected
    return event
"""


def test_custom_challenges_lead_to_tokens_or_to_nothing(pool: Pool, function: Function) -> None:
    pool.use(
        DefineAuthChallenge=function("define", HEAD + DEFINE),
        CreateAuthChallenge=function("create", HEAD + CREATE),
        VerifyAuthChallengeResponse=function("verify", HEAD + VERIFY),
    )

    def answer(challenge: Any, text: str) -> Any:
        return pool.idp.respond_to_auth_challenge(
            ClientId=pool.client_id,
            ChallengeName="CUSTOM_CHALLENGE",
            Session=challenge["Session"],
            ChallengeResponses={"USERNAME": "ann", "ANSWER": text},
        )

    first = pool.sign_in(flow="CUSTOM_AUTH")
    assert first["ChallengeParameters"]["question"] == "6 x 7"
    second = answer(first, "41")
    assert second["ChallengeName"] == "CUSTOM_CHALLENGE"
    assert "AccessToken" in answer(second, "42")["AuthenticationResult"]
    again = answer(pool.sign_in(flow="CUSTOM_AUTH"), "1")
    assert refused(lambda: answer(again, "2"))[0] == "NotAuthorizedException"


def test_a_trigger_needs_a_permission(pool: Pool, function: Function) -> None:
    pool.use(PreSignUp=function("closed_trigger", HEAD + "    return event\n", callers=()))
    error = refused(pool.sign_up)
    assert error[0] == "UnexpectedLambdaException"
    assert error[1] == "PreSignUp invocation failed due to error AccessDeniedException."


def test_a_trigger_must_return_its_event(pool: Pool, function: Function) -> None:
    pool.use(PreSignUp=function("forgets", HEAD + "    return None\n"))
    assert refused(pool.sign_up) == (
        "InvalidLambdaResponseException",
        "Unrecognizable lambda output",
    )


def test_a_token_is_revoked_and_a_resource_server_changed(pool: Pool) -> None:
    tokens = pool.sign_in()["AuthenticationResult"]
    pool.idp.revoke_token(Token=tokens["RefreshToken"], ClientId=pool.client_id)
    error = refused(lambda: pool.idp.get_user(AccessToken=tokens["AccessToken"]))
    assert error[0] == "NotAuthorizedException"
    with pytest.raises(ClientError, match="UnsupportedTokenType"):
        pool.idp.revoke_token(Token=tokens["AccessToken"], ClientId=pool.client_id)
    server = {"UserPoolId": pool.pool_id, "Identifier": "api"}
    pool.idp.create_resource_server(**server, Name="a", Scopes=[])
    pool.idp.update_resource_server(**server, Name="b", Scopes=[])
    assert pool.idp.describe_resource_server(**server)["ResourceServer"]["Name"] == "b"
    pool.idp.delete_resource_server(**server)
    assert refused(lambda: pool.idp.describe_resource_server(**server))[0] == (
        "ResourceNotFoundException"
    )
