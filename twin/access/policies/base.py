"""The policies that every site has: what each role may do, and what a limited key may not.

Each is generated from the route table and the site's groups, so that none can be forgotten.
Nothing is permitted that no policy permits, and a forbid wins over every permit:
https://docs.cedarpolicy.com/auth/authorization.html
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from twin.access.policies.actions import SELF, actions, groups_up_to
from twin.access.site_access import Effect, GroupGrant, MachineClient, SiteAccess
from twin.api.routes import ROLES, Role

WITHOUT_KEYS = ("createAccessKey", "listAccessKeys", "revokeAccessKey")
"""Operations that no key may call: a stolen key must not be able to make itself a successor."""


@dataclass(frozen=True)
class Policy:
    """One policy in force, under the id that decisions name."""

    policy_id: str
    effect: Effect
    text: str


def policies_of(access: SiteAccess) -> tuple[Policy, ...]:
    """Return all policies of a site, in the order in which they are evaluated."""
    own = (Policy(policy.policy_id, policy.effect, policy.text) for policy in access.policies)
    return (*_roles(), *_own(), *_scoped(access), *_limits(), *own)


def literal(entity_type: str, entity_id: str) -> str:
    """Return an entity as policies write it; any id is possible, with quotes and all."""
    return f"{entity_type}::{quoted(entity_id)}"


def quoted(text: str) -> str:
    r"""Return a string literal: `"`, `\`, controls and what is not ASCII are escaped."""
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(character: str) -> str:
    if character in {'"', "\\"}:
        return f"\\{character}"
    if " " <= character <= "~":
        return character
    return f"\\u{{{ord(character):x}}}"


def _roles() -> Iterator[Policy]:
    used = {group for action in actions().values() for group in action.groups}
    for role in (role for role in ROLES if role in used):
        yield Policy(
            f"base:{role}",
            "permit",
            f"permit (principal in {literal('Role', role)}, "
            f"action in {literal('Action', role)}, resource);",
        )


def _own() -> Iterator[Policy]:
    yield Policy(
        "base:self",
        "permit",
        f"permit (principal, action in {literal('Action', SELF)}, resource is Site);",
    )


def _scoped(access: SiteAccess) -> Iterator[Policy]:
    """Yield what groups and programs may do in some databases; the others have a role."""
    for grant in access.groups:
        if grant.databases:
            yield _scope(f"group:{grant.group}", literal("Group", grant.group), grant)
    for client in access.machine_clients:
        if client.databases:
            yield _scope(f"machine:{client.name}", literal("Machine", client.name), client)


def _scope(policy_id: str, holder: str, grant: GroupGrant | MachineClient) -> Policy:
    return Policy(
        policy_id,
        "permit",
        f"permit (principal in {holder}, action in {_action_groups(grant.role)}, resource)\n"
        f"when {{ resource in {_entities('Database', grant.databases or ())} }};",
    )


def _limits() -> Iterator[Policy]:
    for role in ROLES[:-1]:
        yield Policy(
            f"limit:{role}",
            "forbid",
            f"forbid (principal in {literal('Limit', role)}, action, resource)\n"
            f"unless {{ action in {_entities('Action', (*groups_up_to(role), SELF))} }};",
        )
    yield Policy(
        "limit:keys",
        "forbid",
        f"forbid (principal, action in {_entities('Action', WITHOUT_KEYS)}, resource)\n"
        'when { principal.kind == "key" };',
    )
    yield Policy(
        "limit:operations",
        "forbid",
        "forbid (principal, action, resource)\n"
        "when { principal has operations } unless { action in principal.operations };",
    )
    yield Policy(
        "limit:databases",
        "forbid",
        "forbid (principal, action, resource)\n"
        "when { principal has databases } unless { resource in principal.databases };",
    )


def _action_groups(role: Role) -> str:
    return _entities("Action", groups_up_to(role))


def _entities(entity_type: str, ids: tuple[str, ...]) -> str:
    return f"[{', '.join(literal(entity_type, one) for one in ids)}]"
