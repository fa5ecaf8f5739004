"""Policies of a site file are read with their lines, and what is wrong is said before anything."""

from __future__ import annotations

import cedarpy
import pytest

from twin.access.decision import Question
from twin.access.explanation import explanation
from twin.access.policies.base import policies_of
from twin.access.policies.engine import PolicyEngine
from twin.access.policies.reading import read_policies
from twin.access.policies.schema import schema_of
from twin.access.principal import Limits, Principal
from twin.access.principal_context import from_context, to_context
from twin.access.resource import Resource
from twin.access.site_access import GroupGrant, MachineClient, SiteAccess, SitePolicy

ODD = ("O'Brien", 'say "hi"', "a/b c", "日本", "line\nbreak", "back\\slash", "*", "prod.db")
ACCESS = SiteAccess(metadata=(("clearance", "String"),))
SECRETS = """// nothing leaves; even here
@id("secrets")
forbid (principal, action, resource is Asset)
when { resource.tags.contains("secret; \\"x") };

permit (principal, action in Action::"read", resource is Asset);
"""


def test_policies_are_named_and_have_their_lines() -> None:
    read = read_policies("a.cedar", SECRETS, ACCESS)
    assert read.findings == ()
    assert [(one.policy_id, one.effect, one.source) for one in read.policies] == [
        ("site:a.cedar:secrets", "forbid", "a.cedar:2"),
        ("site:a.cedar:2", "permit", "a.cedar:6"),
    ]


@pytest.mark.parametrize(
    ("text", "line", "found"),
    [
        ("\n\npermit (principal, action, resource)", 3, "unexpected end of input"),
        ("permit (principal == ?principal, action, resource);", 1, "template"),
        ('permit (principal, action == Action::"getAset", resource);', 1, "unrecognized action"),
        (
            "forbid (principal, action, resource is Asset) when { resource.tags == 3 };",
            1,
            "not compatible",
        ),
        (
            "\nforbid (principal, action, resource is Asset)\n"
            'when { resource.metadata.clearance == "x" };',
            2,
            "unable to guarantee safety of access to optional attribute",
        ),
        (
            "forbid (principal, action, resource is Asset) "
            "when { resource.metadata has clearence };",
            1,
            "clearence",
        ),
        ("allow (principal, action, resource);", 1, "invalid policy effect"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text: str, line: int, found: str) -> None:
    read = read_policies("a.cedar", text, ACCESS)
    assert read.policies == ()
    assert read.findings[0].line == line
    assert found in read.findings[0].found


def test_an_id_is_used_once() -> None:
    read = read_policies("a.cedar", SECRETS + SECRETS, ACCESS)
    assert [finding.message for finding in read.findings] == ["two policies have the same @id"]


def test_the_generated_policies_fit_the_schema_whatever_groups_are_called() -> None:
    access = SiteAccess(
        groups=tuple(GroupGrant(name, "engineer", ODD) for name in ODD),
        machine_clients=(MachineClient("historian", "viewer", ("alpha",)),),
    )
    text = "\n".join(policy.text for policy in policies_of(access))
    assert cedarpy.validate_policies(text, schema_of(access)).errors == []


@pytest.mark.parametrize("name", ODD)
def test_a_name_means_itself_and_nothing_like_it(name: str) -> None:
    engine = PolicyEngine(SiteAccess(groups=(GroupGrant(name, "viewer", (name,)),)))
    for group in (*ODD, "prodXdb", ""):
        for database in (*ODD, "prodXdb", ""):
            who = Principal("u", "u", None, groups=(group,))
            about = Resource("Asset", f"{database}/k", {"database": database})
            (decision,) = engine.decide(who, [Question("getAsset", about)])
            assert decision.allowed == (group == name == database), (group, database)


def test_a_forbid_that_cannot_be_evaluated_forbids() -> None:
    text = "forbid (principal, action, resource) when { resource.nothing };"
    access = SiteAccess(policies=(SitePolicy("site:x:1", "forbid", text, "x:1"),))
    who, about = Principal("u", "u", "admin"), Resource("Asset", "a/k", {"database": "a"})
    answer = explanation(PolicyEngine(access), who, "getAsset", about)
    assert (answer["allowed"], answer["reason"]) == (False, "forbidden by site:x:1")
    assert "does not have the attribute `nothing`" in answer["faults"][0]["problem"]
    assert answer["policies"] == [
        {"id": "site:x:1", "effect": "forbid", "text": text, "source": "x:1"}
    ]


def test_a_permit_that_cannot_be_evaluated_permits_nothing() -> None:
    text = "permit (principal, action, resource) when { resource.nothing };"
    access = SiteAccess(policies=(SitePolicy("site:x:1", "permit", text, "x:1"),))
    who, about = Principal("u", "u", None), Resource("Asset", "a/k", {"database": "a"})
    answer = explanation(PolicyEngine(access), who, "getAsset", about)
    assert (answer["allowed"], answer["reason"]) == (False, "no policy permits it")
    assert len(answer["faults"]) == 1


def test_empty_lists_of_a_limit_leave_nothing() -> None:
    engine = PolicyEngine(SiteAccess())
    about = Resource("Asset", "a/k", {"database": "a"})
    for limits, allowed in (
        (Limits("viewer"), True),
        (Limits("viewer", ()), False),
        (Limits("viewer", None, ()), False),
    ):
        who = Principal("u", "u", "admin", kind="key", limits=limits)
        (decision,) = engine.decide(who, [Question("getAsset", about)])
        assert decision.allowed == allowed, limits


@pytest.mark.parametrize(
    "limits", [None, Limits("viewer"), Limits("admin", (), ()), Limits("viewer", ("a",), ("b",))]
)
def test_a_principal_passes_the_gateway_unchanged(limits: Limits | None) -> None:
    who = Principal("s", "O'Brien", None, "key", ODD, {"dept": "ü"}, limits, "k1", ("getAsset",))
    assert from_context(to_context(who)) == who


def test_what_the_authorizer_did_not_say_gives_no_right() -> None:
    assert from_context({"subject": "s", "name": "n"}) == Principal("s", "n", None)
