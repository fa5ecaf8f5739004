"""A key has the rights of its owner as they are now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import boto3
import pytest

from access_runtime.directory import KEPT_S, Directory
from api_authorize.callers import Callers
from api_authorize.token import UserPool
from tests.integration.access_keys.conftest import ANN, REGION
from twin.access.errors import AccessError
from twin.access.principal import Limits, Principal
from twin.access.site_access import SiteAccess

if TYPE_CHECKING:
    from tests.integration.access_keys.conftest import Api


@dataclass
class Owner:
    """`ann` in a pool, an engineer, with a key; `now` moves the authorizer's clock."""

    idp: Any
    pool_id: str
    secret: str
    callers: Callers
    now: list[float]

    def do(self, operation: str, **more: str) -> None:
        call = getattr(self.idp, operation)
        call(UserPoolId=self.pool_id, Username="ann", **more)

    def principal_later(self) -> Principal:
        self.now[0] += KEPT_S
        return self.callers.principal(self.secret)


@pytest.fixture
def owner(api: Api) -> Iterator[Owner]:
    idp = boto3.client("cognito-idp", region_name=REGION)
    pool_id = idp.create_user_pool(PoolName="p")["UserPool"]["Id"]
    for group in ("engineer", "viewer"):
        idp.create_group(UserPoolId=pool_id, GroupName=group)
    user = idp.admin_create_user(UserPoolId=pool_id, Username="ann")["User"]
    [subject] = [one["Value"] for one in user["Attributes"] if one["Name"] == "sub"]
    secret = api.make(replace(ANN, subject=subject))["secret"]
    now = [0.0]
    directory = Directory(idp, pool_id, clock=lambda: now[0])
    pool = UserPool(REGION, pool_id, frozenset({"client"}))
    callers = Callers(SiteAccess(), pool, directory, api.store, {})
    made = Owner(idp, pool_id, secret, callers, now)
    made.do("admin_add_user_to_group", GroupName="engineer")
    yield made


def test_a_key_acts_for_its_owner_within_its_limits(owner: Owner) -> None:
    principal = owner.callers.principal(owner.secret)
    assert (principal.kind, principal.name, principal.role) == ("key", "ann", "engineer")
    assert principal.limits == Limits("engineer")


def test_a_lower_role_is_the_keys_too(owner: Owner) -> None:
    owner.callers.principal(owner.secret)
    owner.do("admin_remove_user_from_group", GroupName="engineer")
    owner.do("admin_add_user_to_group", GroupName="viewer")
    assert owner.principal_later().role == "viewer"


def test_a_disabled_owner_has_no_key(owner: Owner) -> None:
    owner.callers.principal(owner.secret)
    owner.do("admin_disable_user")
    with pytest.raises(AccessError, match="disabled"):
        owner.principal_later()
    owner.do("admin_enable_user")
    assert owner.principal_later().role == "engineer"


def test_a_deleted_owner_has_none_and_neither_has_the_next_of_the_name(owner: Owner) -> None:
    owner.callers.principal(owner.secret)
    owner.do("admin_delete_user")
    with pytest.raises(AccessError):
        owner.principal_later()
    owner.do("admin_create_user")
    owner.do("admin_add_user_to_group", GroupName="engineer")
    with pytest.raises(AccessError):
        owner.principal_later()


def test_rights_that_were_taken_last_less_than_a_minute() -> None:
    assert KEPT_S <= 30
