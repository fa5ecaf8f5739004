"""Rights are those of this moment; keys and programs have no more than they were given."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from access_runtime.directory import KEPT_S, Directory
from api_authorize import callers as callers_module
from api_authorize.callers import Callers
from api_authorize.policy import authorization
from api_authorize.token import Claims, UserPool
from tests.unit.api_authorize.accounts import DOCUMENT, Accounts, Stored
from twin.access.api_key import ApiKey, PresentedKey, make
from twin.access.errors import AccessError, TokenInvalid
from twin.access.policies.actions import actions
from twin.access.policies.engine import PolicyEngine
from twin.access.principal import Limits, Principal
from twin.access.principal_context import from_context
from twin.api.routes import ROLES, ROUTES, Role
from twin_constructs.experience.rest_api import ANSWER_KEPT
from twin_local.execution.execute_api.policies import Decision, decide

ARN = "arn:aws:execute-api:eu-central-1:111111111111:abcdefghij/api/GET/alarms"
ENGINE = PolicyEngine(DOCUMENT.access)


class Clock:
    now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def accounts() -> Accounts:
    return Accounts({"olga": ("6d1e", ["Night", "operator"])})


@pytest.fixture
def stored() -> Stored:
    return Stored({})


@pytest.fixture
def callers(
    accounts: Accounts, stored: Stored, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> Callers:
    def verified(token: str, pool: UserPool) -> Claims:
        subject, name, *scopes = token.split("/")
        return Claims(subject, name or None, subject, tuple(f"twin/{one}" for one in scopes))

    monkeypatch.setattr(callers_module, "verify", verified)
    directory: Any = Directory(accounts, "pool", clock)  # type: ignore[arg-type]
    keys: Any = stored
    pool = UserPool("eu-central-1", "pool", frozenset({"client"}))
    return Callers(DOCUMENT.access, pool, directory, keys, {"program-1": "historian"}, clock)


def key_of(stored: Stored, **changes: Any) -> PresentedKey:  # noqa: ANN401 - fields of a key
    presented = make()
    key = ApiKey(
        key_id=presented.key_id,
        title="export",
        digest=presented.digest,
        owner="6d1e",
        owner_name="olga",
        limits=Limits("viewer", ("alpha",)),
        created_at=0,
        expires_at=2_000,
    )
    stored.keys[presented.key_id] = replace(key, **changes)
    return presented


def test_a_group_that_was_taken_away_is_out_within_a_minute(
    callers: Callers, accounts: Accounts, clock: Clock
) -> None:
    assert callers.principal("6d1e/olga").role == "operator"
    accounts.users["olga"] = ("6d1e", ["Night"])
    clock.now += KEPT_S - 0.1
    last_with_it = clock.now
    assert callers.principal("6d1e/olga").role == "operator"
    clock.now += 0.1
    assert callers.principal("6d1e/olga").role == "viewer"
    assert (last_with_it - 1_000.0) + ANSWER_KEPT.to_seconds() < 60


def test_a_disabled_or_deleted_user_is_out_when_asked_again(
    callers: Callers, accounts: Accounts, clock: Clock
) -> None:
    callers.principal("6d1e/olga")
    accounts.disabled.add("olga")
    clock.now += KEPT_S
    with pytest.raises(TokenInvalid):
        callers.principal("6d1e/olga")
    del accounts.users["olga"]
    clock.now += KEPT_S
    with pytest.raises(TokenInvalid):
        callers.principal("6d1e/olga")


def test_the_pool_is_asked_once_in_twenty_seconds(callers: Callers, accounts: Accounts) -> None:
    for _ in range(5):
        callers.principal("6d1e/olga")
    assert accounts.asked == ["olga"]


def test_an_identity_provider_makes_nobody_an_admin_by_a_group_s_name(
    callers: Callers, accounts: Accounts
) -> None:
    accounts.users["olga"] = ("6d1e", [])
    accounts.attributes = {"custom:idp_groups": "[admin, Night, Project+A%2Fx]"}
    principal = callers.principal("6d1e/olga")
    assert principal.groups == ("Night", "Project A/x")
    assert principal.role == "viewer"


def test_only_declared_attributes_are_passed_on(callers: Callers, accounts: Accounts) -> None:
    accounts.attributes = {"custom:clearance": "high", "email": "olga@example.com"}
    assert dict(callers.principal("6d1e/olga").attributes) == {"clearance": "high"}


def test_a_program_has_what_both_its_site_and_its_token_give(callers: Callers) -> None:
    principal = callers.principal("program-1//viewer")
    assert (principal.kind, principal.name, principal.role) == ("machine", "historian", "operator")
    assert principal.limits == Limits("viewer")
    for token in ("program-1/", "program-2//viewer", "program-1//root"):
        with pytest.raises(TokenInvalid):
            callers.principal(token)


def test_a_key_acts_for_its_owner_within_its_limits(callers: Callers, stored: Stored) -> None:
    principal = callers.principal(str(key_of(stored)))
    assert (principal.kind, principal.subject, principal.role) == ("key", "6d1e", "operator")
    assert principal.limits == Limits("viewer", ("alpha",))


@pytest.mark.parametrize(
    "changes",
    [{"expires_at": 999}, {"revoked_at": 10.0}, {"digest": "0" * 64}, {"owner": "7e2f"}],
    ids=["expired", "revoked", "another secret", "owner gone"],
)
def test_a_key_that_is_no_good_opens_nothing(
    callers: Callers, stored: Stored, changes: dict[str, Any]
) -> None:
    with pytest.raises(AccessError) as refusal:
        callers.principal(str(key_of(stored, **changes)))
    assert refusal.value.status == 401


def decided(principal: Principal) -> list[str]:
    possible = ENGINE.conceivable(principal, list(actions()))
    return [one for one, may in zip(actions(), possible, strict=True) if may]


@pytest.mark.parametrize("role", ROLES)
def test_a_role_is_allowed_its_routes_and_no_other(role: Role) -> None:
    allowed = decided(Principal("s", "n", role))
    assert set(allowed) == {
        route.operation_id
        for route in ROUTES
        if route.role is not None and ROLES.index(route.role) <= ROLES.index(role)
    }


def test_a_project_is_allowed_what_may_be_about_its_databases() -> None:
    allowed = decided(Principal("s", "n", None, groups=("Project A/x",)))
    assert {"getAsset", "deleteAsset", "searchAssets", "createAccessKey"} <= set(allowed)
    assert not {"purgeAsset", "listAlarms", "sendCommand", "explainAccess"} & set(allowed)


def test_nobody_s_groups_leave_only_what_is_the_caller_s_own() -> None:
    own = {
        route.operation_id
        for route in ROUTES
        if route.function in ("access_keys", "access_explain") and route.role == "viewer"
    }
    assert set(decided(Principal("s", "n", None))) == own


@pytest.mark.parametrize("role", ROLES)
def test_the_answer_is_small_and_the_context_exact(role: Role) -> None:
    allowed = decided(Principal("s", "n", role))
    answer = authorization(Principal("s", "n", role), allowed, ARN)
    (statement,) = answer["policyDocument"]["Statement"]
    assert len(str(statement)) < 8_000
    assert all(one.startswith(ARN.removesuffix("GET/alarms")) for one in statement["Resource"])
    assert from_context(answer["context"]).permitted == tuple(allowed)


@pytest.mark.parametrize("role", ROLES)
def test_the_gateway_lets_every_allowed_route_through(role: Role) -> None:
    principal = Principal("s", "n", role)
    allowed = decided(principal)
    document: Any = authorization(principal, allowed, ARN)["policyDocument"]
    for route in ROUTES:
        if route.operation_id in allowed:
            path = route.path.replace("{", "").replace("}", "")
            arn = ARN.replace("GET/alarms", f"{route.method}{path}")
            assert decide(document, arn) is Decision.ALLOW, route


def test_who_may_do_nothing_is_denied_everything() -> None:
    answer = authorization(Principal("s", "n", None), [], ARN)
    (statement,) = answer["policyDocument"]["Statement"]
    assert (statement["Effect"], statement["Resource"]) == (
        "Deny",
        [ARN.removesuffix("GET/alarms") + "*"],
    )
