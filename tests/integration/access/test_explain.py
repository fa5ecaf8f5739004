"""Why somebody may do something: of oneself only what one may see, of others for administrators."""

from __future__ import annotations

import boto3
import pytest

from access_explain import handler as module
from tests.integration.access.conftest import ADMIN, MALLORY, call

pytestmark = pytest.mark.usefixtures("site_of_two")
OWN, FOREIGN = "/databases/alpha/assets/pump", "/databases/beta/assets/pump"


@pytest.fixture
def pool(monkeypatch: pytest.MonkeyPatch) -> None:
    cognito = boto3.client("cognito-idp")
    pool_id = cognito.create_user_pool(PoolName="users")["UserPool"]["Id"]
    for name in ("viewer", "Project-A"):
        cognito.create_group(UserPoolId=pool_id, GroupName=name)
    cognito.admin_create_user(UserPoolId=pool_id, Username="olga")
    for name in ("viewer", "Project-A"):
        cognito.admin_add_user_to_group(UserPoolId=pool_id, Username="olga", GroupName=name)
    monkeypatch.setenv("USER_POOL_ID", pool_id)
    module._principals.cache_clear()


def test_the_deciding_policy_is_answered_with_its_text() -> None:
    answer = call(
        MALLORY, "explainOwnAccess", query={"action": "deleteAsset", "resource": OWN}
    ).body
    assert (answer["allowed"], answer["reason"]) == (True, "permitted by group:Project-A")
    (policy,) = answer["policies"]
    assert 'Database::"alpha"' in policy["text"]
    assert policy["source"] == "access.groups of the site file"


def test_what_no_policy_permits_says_so() -> None:
    answer = call(MALLORY, "explainOwnAccess", query={"action": "purgeAsset", "resource": OWN}).body
    assert (answer["allowed"], answer["policies"]) == (False, [])
    assert answer["reason"] == "no policy permits it"


def test_explaining_tells_nobody_what_is_there() -> None:
    there, gone = (
        call(MALLORY, "explainOwnAccess", query={"action": "getAsset", "resource": path})
        for path in (FOREIGN, FOREIGN.replace("pump", "gone"))
    )
    assert there.status == gone.status == 404
    assert there.text.replace("pump", "gone") == gone.text


@pytest.mark.parametrize("path", ["x", "/databases", "/databases//assets/x", "/assets/pump"])
def test_a_path_of_nothing_is_refused(path: str) -> None:
    reply = call(MALLORY, "explainOwnAccess", query={"action": "getAsset", "resource": path})
    assert (reply.status, reply.body["code"]) == (400, "EXPLAIN_INVALID")


def _asked(kind: str, name: str, **more: object) -> dict[str, object]:
    return {
        "principal": {"kind": kind, "name": name},
        "action": "deleteAsset",
        "resource": OWN,
        **more,
    }


@pytest.mark.usefixtures("pool")
def test_an_administrator_asks_about_users_and_groups() -> None:
    user = call(ADMIN, "explainAccess", body=_asked("user", "olga")).body
    assert (user["allowed"], user["reason"]) == (True, "permitted by group:Project-A")
    assert (user["principal"]["role"], set(user["principal"]["groups"])) == (
        "viewer",
        {"viewer", "Project-A"},
    )
    group = call(ADMIN, "explainAccess", body=_asked("group", "viewer")).body
    assert group["allowed"] is False
    supposed = _asked("group", "Project-A", resource="/databases/gone/assets/x", attributes={})
    assert call(ADMIN, "explainAccess", body=supposed).body["allowed"] is False


@pytest.mark.usefixtures("pool")
@pytest.mark.parametrize("kind", ["user", "key", "program"])
def test_nobody_is_explained_who_is_not_there(kind: str) -> None:
    reply = call(ADMIN, "explainAccess", body=_asked(kind, "nobody"))
    assert (reply.status, reply.body["code"]) == (404, "PRINCIPAL_UNKNOWN")
