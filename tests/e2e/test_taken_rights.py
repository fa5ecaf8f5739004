"""Rights that are taken away in the user pool are gone in less than a minute."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import boto3
import pytest
import urllib3

from tests.e2e.conftest import Twin, eventually

pytestmark = [pytest.mark.slow, pytest.mark.container, pytest.mark.timeout(600)]
GONE_WITHIN_S = 60
PASSWORD = "Leaves-on-friday-7"
GROUP, OPERATION = "engineer", "/databases/site"
LEAVER, DISABLED = "leaver", "disabled"


@dataclass(frozen=True)
class Pool:
    """The user pool of a running twin, as its administrator has it."""

    client: Any
    pool_id: str
    client_id: str
    api_url: str

    def add(self, name: str) -> None:
        of = {"UserPoolId": self.pool_id, "Username": name}
        self.client.admin_create_user(**of, MessageAction="SUPPRESS")
        self.client.admin_set_user_password(**of, Password=PASSWORD, Permanent=True)
        self.client.admin_add_user_to_group(**of, GroupName=GROUP)

    def token(self, name: str) -> str:
        answer = self.client.initiate_auth(
            AuthFlow="USER_PASSWORD_AUTH",
            ClientId=self.client_id,
            AuthParameters={"USERNAME": name, "PASSWORD": PASSWORD},
        )
        return str(answer["AuthenticationResult"]["AccessToken"])

    def status(self, token: str) -> int:
        headers = {"Authorization": f"Bearer {token}"}
        return urllib3.request("GET", f"{self.api_url}{OPERATION}", headers=headers).status


@pytest.fixture
def pool(twin: Twin) -> Iterator[Pool]:
    status = twin.run("status")
    config = json.loads(urllib3.request("GET", f"{status['console_url']}/config.json").data)
    client = boto3.client(
        "cognito-idp",
        region_name=status["region"],
        endpoint_url=status["endpoint_url"],
        aws_access_key_id="local",
        aws_secret_access_key="local",
    )
    pool = Pool(client, config["userPoolId"], config["userPoolClientId"], status["api_url"])
    for name in (LEAVER, DISABLED):
        pool.add(name)
    yield pool
    for name in (LEAVER, DISABLED):
        client.admin_delete_user(UserPoolId=pool.pool_id, Username=name)


def test_a_group_and_an_account_that_are_taken_away_are_gone_within_a_minute(pool: Pool) -> None:
    tokens = {name: pool.token(name) for name in (LEAVER, DISABLED)}
    assert [pool.status(token) for token in tokens.values()] == [200, 200]
    of = {"UserPoolId": pool.pool_id}
    pool.client.admin_remove_user_from_group(**of, Username=LEAVER, GroupName=GROUP)
    pool.client.admin_disable_user(**of, Username=DISABLED)
    eventually(
        lambda: pool.status(tokens[LEAVER]) == 403 and pool.status(tokens[DISABLED]) == 401,
        seconds=GONE_WITHIN_S,
        what="the end of rights that were taken away",
        every=2.0,
    )
