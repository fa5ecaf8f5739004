"""Whom a statement of a resource's policy names, and what both sides together allow."""

from __future__ import annotations

import pytest

from twin_local.iam import principals
from twin_local.iam.evaluation import AccessRequest, decide_assumption, decide_for
from twin_local.iam.policy import Statement, read_policy
from twin_local.iam.principals import ANONYMOUS, Principal, speaking_of

ARN = "arn:aws:iam::111111111111:role/paths/reader"
ROOT = "arn:aws:iam::111111111111:root"
ROLE = principals.role(ARN, "arn:aws:sts::111111111111:assumed-role/reader/local")
EVENTS = principals.service("events.amazonaws.com")
REQUEST = AccessRequest("sqs:SendMessage", "arn:aws:sqs:us-east-1:111111111111:q")


def policy(effect: str = "Allow", **parts: object) -> tuple[Statement, ...]:
    statement = {"Effect": effect, "Action": "*", "Resource": "*", **parts}
    return read_policy({"Statement": statement}, name="p")


@pytest.mark.parametrize(
    ("named", "principal", "speaks"),
    [
        ("*", EVENTS, True),
        ("*", ANONYMOUS, True),
        ({"AWS": "*"}, ROLE, True),
        ({"Service": "events.amazonaws.com"}, EVENTS, True),
        ({"Service": ["sns.amazonaws.com", "events.amazonaws.com"]}, EVENTS, True),
        ({"Service": "sns.amazonaws.com"}, EVENTS, False),
        ({"AWS": "events.amazonaws.com"}, EVENTS, False),
        ({"AWS": ARN}, ROLE, True),
        ({"AWS": "arn:aws:sts::111111111111:assumed-role/reader/local"}, ROLE, True),
        ({"AWS": ARN + "s"}, ROLE, False),
        ({"AWS": ROOT}, ROLE, False),
        ({"AWS": ARN}, ANONYMOUS, False),
    ],
)
def test_an_allow_speaks_of_whom_it_names(
    named: object, principal: Principal, speaks: bool
) -> None:
    assert bool(speaking_of(policy(Principal=named), principal)) is speaks


@pytest.mark.parametrize("account", [ROOT, "111111111111"])
def test_a_deny_of_an_account_binds_its_roles(account: str) -> None:
    assert speaking_of(policy("Deny", Principal={"AWS": account}), ROLE)


@pytest.mark.parametrize(("excluded", "bound"), [(ARN, False), (ROOT, False), (ARN + "s", True)])
def test_who_is_not_excluded_is_bound(excluded: str, bound: bool) -> None:
    assert bool(speaking_of(policy("Deny", NotPrincipal={"AWS": excluded}), ROLE)) is bound


def test_either_side_allows_and_either_denies() -> None:
    theirs, nobodys = policy(Principal={"AWS": ARN}), policy(Principal={"AWS": ROOT})
    assert decide_for(REQUEST, ROLE, policy(), ()).is_allowed
    given = decide_for(REQUEST, ROLE, (), theirs)
    assert given.is_allowed
    assert given.by_resource
    assert not decide_for(REQUEST, ROLE, (), nobodys).is_allowed
    denied = decide_for(REQUEST, ROLE, policy(), policy("Deny", Principal="*"))
    assert (denied.outcome, denied.by_resource) == ("explicit deny", True)
    denied = decide_for(REQUEST, ROLE, policy("Deny"), theirs)
    assert (denied.outcome, denied.by_resource) == ("explicit deny", False)


def test_who_must_come_encrypted_does() -> None:
    insecure = {"Bool": {"aws:SecureTransport": "false"}}
    deny = policy("Deny", Principal="*", Condition=insecure)
    request = AccessRequest("sqs:SendMessage", "*", {"aws:securetransport": ["true"]})
    assert decide_for(request, ROLE, policy(), deny).is_allowed


def test_a_role_is_assumed_only_where_it_trusts() -> None:
    assert not decide_assumption(REQUEST, ROLE, policy(), ()).is_allowed
    assert decide_assumption(REQUEST, ROLE, (), policy(Principal={"AWS": ARN})).is_allowed


def test_a_trust_in_the_account_leaves_it_to_the_identity() -> None:
    trust = policy(Principal={"AWS": ROOT})
    assert not decide_assumption(REQUEST, ROLE, (), trust).is_allowed
    assert decide_assumption(REQUEST, ROLE, policy(), trust).is_allowed
    assert not decide_assumption(REQUEST, ROLE, policy("Deny"), trust).is_allowed
