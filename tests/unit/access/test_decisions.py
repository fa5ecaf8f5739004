"""What the engine decides, against the documentation written down again as plain Python.

`Reference` knows no policy of ours: it says what docs/access.md promises, over sets and strings.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from twin.access.decision import Question
from twin.access.policies.engine import PolicyEngine
from twin.access.policies.reading import read_policies
from twin.access.principal import Limits, Principal
from twin.access.resource import SITE, Resource
from twin.access.roles import role_of
from twin.access.site_access import GroupGrant, SiteAccess
from twin.api.routes import ROLES, ROUTES, Role

CASES = 12_000
DATABASES = ("alpha", "prod.db", "prodXdb", "O'Brien", 'say "hi"', "wild*", "ünïcode", "a/b", "a b")
GROUPS = (
    "Project A/x",
    "O'Brien",
    "Contractors",
    'q"\\',
    "日本",
    "*",
    "viewer",
    "admin",
    "engineer",
)
TAGS = ("secret", "public", "O'Brien", "sec*", "secret ")
GRANTS = (
    GroupGrant("Project A/x", "engineer", ("alpha", "prod.db")),
    GroupGrant("O'Brien", "operator", ("O'Brien", 'say "hi"', "ünïcode")),
    GroupGrant('q"\\', "viewer"),
    GroupGrant("日本", "admin", ("wild*", "a b")),
    GroupGrant("*", "viewer", ()),
)
CUSTOM = r"""
@id("secrets")
forbid (principal, action, resource is Asset)
when { resource.tags.contains("secret") } unless { principal in Group::"O'Brien" };
@id("public")
permit (principal in Group::"Contractors", action in Action::"read", resource is Asset)
when { resource.tags.contains("public") && resource.type == "pump" };
@id("cleared")
forbid (principal, action == Action::"getAsset", resource is Asset)
when { resource.metadata has clearance && resource.metadata.clearance > 2 }
unless { principal.attributes has clearance && principal.attributes.clearance == "high" };
@id("makers")
permit (principal, action == Action::"deleteAsset", resource is Asset)
when { resource.created_by == principal.subject };
"""
DECLARED = SiteAccess(
    groups=GRANTS, metadata=(("clearance", "Long"),), user_attributes=("clearance",)
)
ACTIONS = {route.operation_id: route for route in ROUTES if route.role is not None}


@dataclass(frozen=True)
class Reference:
    """Roles, scopes, limits and the four custom rules, as the documentation says them."""

    who: Principal
    action: str
    about: Resource

    def allowed(self) -> bool:
        return any(self.permits()) and not any(self.forbids())

    def permits(self) -> Iterator[bool]:
        route = ACTIONS[self.action]
        yield own(self.action) and self.about.kind == "Site"
        if not own(self.action):
            assert route.role is not None
            yield self.who.role is not None and reaches(self.who.role, route.role)
            for grant in GRANTS:
                if grant.group in self.who.groups and grant.databases:
                    yield reaches(grant.role, route.role) and self.database() in grant.databases
        if self.about.kind == "Asset":
            reads = route.method == "GET"
            yield (
                "Contractors" in self.who.groups
                and reads
                and "public" in self.tags()
                and self.about.attributes["type"] == "pump"
            )
            makes = self.about.attributes["created_by"] == self.who.subject
            yield self.action == "deleteAsset" and makes

    def forbids(self) -> Iterator[bool]:
        limits = self.who.limits
        if self.who.kind == "key":
            yield self.action in ("createAccessKey", "listAccessKeys", "revokeAccessKey")
        if limits:
            yield not self.within(limits)
        if self.about.kind == "Asset":
            yield "secret" in self.tags() and "O'Brien" not in self.who.groups
            clearance = self.metadata().get("clearance")
            counts = isinstance(clearance, int) and not isinstance(clearance, bool)
            high = self.who.attributes.get("clearance") == "high"
            yield (
                self.action == "getAsset"
                and isinstance(clearance, int)
                and counts
                and clearance > 2
                and not high
            )

    def within(self, limits: Limits) -> bool:
        role = ACTIONS[self.action].role
        assert role is not None
        listed = limits.operations is None or self.action in limits.operations
        held = limits.databases is None or self.database() in limits.databases
        return listed and held and (own(self.action) or reaches(limits.role, role))

    def database(self) -> str | None:
        if self.about.kind == "Database":
            return self.about.resource_id
        return str(self.about.attributes["database"]) if self.about.kind == "Asset" else None

    def tags(self) -> set[object]:
        tags = self.about.attributes["tags"]
        assert isinstance(tags, list)
        return set(tags)

    def metadata(self) -> dict[str, object]:
        metadata = self.about.attributes["metadata"]
        assert isinstance(metadata, dict)
        return metadata


def own(action: str) -> bool:
    """Return whether an action is about the caller's own rights only."""
    route = ACTIONS[action]
    return route.function in ("access_keys", "access_explain") and route.role == "viewer"


def reaches(role: Role, needed: Role) -> bool:
    return ROLES.index(role) >= ROLES.index(needed)


@cache
def engine() -> PolicyEngine:
    text = read_policies("a.cedar", CUSTOM, DECLARED)
    assert text.findings == ()
    return PolicyEngine(
        SiteAccess(GRANTS, text.policies, DECLARED.metadata, DECLARED.user_attributes)
    )


def some(dice: random.Random, names: tuple[str, ...], most: int) -> tuple[str, ...]:
    return tuple(dice.sample(names, dice.randint(0, most)))


def principal(dice: random.Random) -> Principal:
    groups = some(dice, GROUPS, 3)
    limits = None
    kind = dice.choice(("user", "user", "key"))
    if kind == "key":
        limits = Limits(
            dice.choice(ROLES),
            dice.choice((None, some(dice, DATABASES, 3))),
            dice.choice((None, some(dice, tuple(ACTIONS), 40))),
        )
    return Principal(
        subject=dice.choice(("u-1", "u-2", 'u"3')),
        name="who",
        role=role_of(groups, GRANTS),
        kind="key" if kind == "key" else "user",
        groups=groups,
        attributes=dice.choice(({}, {"clearance": "high"}, {"clearance": "low", "other": "x"})),
        limits=limits,
    )


def resource(dice: random.Random) -> Resource:
    database = dice.choice(DATABASES)
    kind = dice.choice(("Site", "Database", "Asset", "Asset", "Asset"))
    if kind == "Site":
        return SITE
    if kind == "Database":
        return Resource("Database", database)
    return Resource(
        "Asset",
        f"{database}/key",
        {
            "database": database,
            "type": dice.choice(("pump", "tank", "")),
            "tags": list(some(dice, TAGS, 3)),
            "metadata": dice.choice(
                ({}, {"clearance": 3}, {"clearance": 1}, {"clearance": "9"}, {"clearance": True})
            ),
            "created_by": dice.choice(("u-1", "u-2", "")),
        },
    )


def test_twelve_thousand_requests_are_decided_as_the_documentation_says() -> None:
    dice = random.Random(20_261_128)
    allowed = 0
    actions = tuple(ACTIONS)
    for _ in range(CASES // 20):
        who = principal(dice)
        questions = [Question(dice.choice(actions), resource(dice)) for _ in range(20)]
        seen: dict[str, Resource] = {}
        questions = [
            Question(one.operation_id, seen.setdefault(one.resource.resource_id, one.resource))
            for one in questions
        ]
        for question, decision in zip(questions, engine().decide(who, questions), strict=True):
            expected = Reference(who, question.operation_id, question.resource).allowed()
            assert decision.allowed == expected, (who, question, decision)
            assert decision.faults == ()
            allowed += expected
    assert CASES * 0.1 < allowed < CASES * 0.9
