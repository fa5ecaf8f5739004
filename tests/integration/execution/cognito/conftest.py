"""A user pool with an app client and a user, `ann`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import jwt
import pytest
from botocore.exceptions import ClientError

from tests.integration.execution.cognito.federated_site import ANN, Site, federated_site
from tests.integration.execution.cognito.srp_client import SrpClient
from tests.integration.execution.hosted import Browser
from twin_local.execution.plant import Execution

PASSWORD, WRONG = "Pass-word-1", "Pass-word-2"
MESSAGE = "Incorrect username or password."


@dataclass(frozen=True)
class Directory:
    """A pool and one of its clients."""

    idp: Any
    pool_id: str
    client_id: str

    def add_client(self, **settings: Any) -> Any:
        """Return a new app client."""
        return self.idp.create_user_pool_client(
            UserPoolId=self.pool_id, ClientName="more", **settings
        )["UserPoolClient"]

    def add_user(self, name: str, *, permanent: bool = True) -> None:
        self.idp.admin_create_user(UserPoolId=self.pool_id, Username=name)
        self.idp.admin_set_user_password(
            UserPoolId=self.pool_id, Username=name, Password=PASSWORD, Permanent=permanent
        )

    def sign_in(
        self, name: str = "ann", password: str = PASSWORD, client_id: str = "", **more: str
    ) -> Any:
        return self.idp.initiate_auth(
            ClientId=client_id or self.client_id,
            AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": name, "PASSWORD": password, **more},
        )

    def tokens(self, **how: str) -> dict[str, str]:
        found: dict[str, str] = self.sign_in(**how)["AuthenticationResult"]
        return found

    def refresh(self, token: str, client_id: str = "", **more: str) -> Any:
        return self.idp.initiate_auth(
            ClientId=client_id or self.client_id,
            AuthFlow="REFRESH_TOKEN_AUTH",
            AuthParameters={"REFRESH_TOKEN": token, **more},
        )["AuthenticationResult"]

    def prover(
        self, name: str = "ann", password: str = PASSWORD, client_id: str = "", secret: str = ""
    ) -> SrpClient:
        return SrpClient(
            self.idp, self.pool_id, client_id or self.client_id, name, password, secret
        )


@pytest.fixture(scope="module")
def empty(client: Callable[[str], Any]) -> Iterator[Directory]:
    """Return a pool with a client and without users."""
    idp = client("cognito-idp")
    pool_id = idp.create_user_pool(PoolName="people")["UserPool"]["Id"]
    made = idp.create_user_pool_client(UserPoolId=pool_id, ClientName="c")["UserPoolClient"]
    yield Directory(idp, pool_id, made["ClientId"])
    idp.delete_user_pool(UserPoolId=pool_id)


@pytest.fixture
def directory(empty: Directory) -> Iterator[Directory]:
    """Return a pool with a client and the user `ann`, who is new for each test."""
    empty.add_user("ann")
    yield empty
    for user in empty.idp.list_users(UserPoolId=empty.pool_id)["Users"]:
        empty.idp.admin_delete_user(UserPoolId=empty.pool_id, Username=user["Username"])


@pytest.fixture(scope="module")
def federated(aws: Execution, client: Callable[[str], Any]) -> Iterator[Site]:
    """Return a pool with identity providers."""
    yield from federated_site(aws, client("cognito-idp"))


@pytest.fixture
def site(federated: Site) -> Site:
    """Return the pool with identity providers; its OpenID provider says what it said first."""
    provider = federated.provider
    provider.person, provider.spoil, provider.info = dict(ANN), {}, None
    provider.refuse, provider.signing_key = "", None
    return federated


@pytest.fixture
def browser(site: Site) -> Browser:
    """Return a browser that has signed in nowhere."""
    return Browser(site.hosted.base)


def refused(action: Callable[[], Any]) -> tuple[str, str]:
    """Return the code and message with which an action is refused."""
    with pytest.raises(ClientError) as caught:
        action()
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400
    error = caught.value.response["Error"]
    return error["Code"], error["Message"]


def not_authorized(action: Callable[[], Any]) -> str:
    """Return the message with which an action is refused as not authorized."""
    code, message = refused(action)
    assert code == "NotAuthorizedException"
    return message


def claims(token: str) -> dict[str, Any]:
    found: dict[str, Any] = jwt.decode(token, options={"verify_signature": False})
    return found
