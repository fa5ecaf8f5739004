"""What a caller asks of a new API key, checked against what the caller may do.

The check is a courtesy: it tells at once that a key would do less than was asked for. What bounds
a key is that its limits only ever take away from the rights that its owner has at each call.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from twin.access.api_key import DAY_S, LONGEST_S
from twin.access.key_errors import KeyInvalid, KeyMakerRefused, KeyScopeTooWide
from twin.access.principal import Limits, Principal
from twin.access.roles import may
from twin.access.site_access import SiteAccess
from twin.api.routes import ROLES, ROUTES, Role

MEMBERS = frozenset({"title", "role", "operations", "databases", "expires_in_days"})
LONGEST_TITLE = 128
MOST_DATABASES, MOST_OPERATIONS = 50, 100
WITHOUT_KEYS = frozenset({"createAccessKey", "listAccessKeys", "revokeAccessKey"})
"""Operations of people only: no key is for them."""


@dataclass(frozen=True)
class KeyRequest:
    """A key to be made."""

    title: str
    limits: Limits
    valid_seconds: int


def read_request(body: Mapping[str, Any], maker: Principal, access: SiteAccess) -> KeyRequest:
    """Return what is asked for.

    Raises:
        KeyMakerRefused: the caller is no person.
        KeyInvalid: a value is wrong or unknown.
        KeyScopeTooWide: it is more than the caller may do.
    """
    require_person(maker)
    for name in sorted(set(body) - MEMBERS):
        raise _invalid("there is no such member", name, ", ".join(sorted(MEMBERS)), name)
    ceiling = _highest_role(maker, access)
    limits = Limits(
        role=_role(body.get("role", ceiling), ceiling),
        databases=_names(body, "databases", MOST_DATABASES),
        operations=_operations(body, ceiling),
    )
    return KeyRequest(_title(body.get("title")), limits, _valid_seconds(body))


def require_person(caller: Principal) -> None:
    """Refuse programs and keys: who steals one must not make it a successor, or see others.

    Raises:
        KeyMakerRefused: the caller is no person.
    """
    if caller.kind != "user":
        raise KeyMakerRefused(
            "only people make, see and revoke keys", found=caller.kind, expected="a user"
        )


def _highest_role(maker: Principal, access: SiteAccess) -> Role:
    """Return the highest role that the maker has somewhere."""
    held = [grant.role for grant in access.groups if grant.group in maker.groups]
    own = [maker.role] if maker.role is not None else []
    roles = sorted([*held, *own], key=ROLES.index)
    if not roles:
        raise KeyScopeTooWide(
            "you have no role that a key could have", found="no role", expected="a role"
        )
    return roles[-1]


def _title(title: object) -> str:
    if not isinstance(title, str) or not title.strip() or len(title) > LONGEST_TITLE:
        expected = f"what the key is for, 1 to {LONGEST_TITLE} printable characters"
        raise _invalid("the key needs a title", title, expected, "title")
    if not title.isprintable():
        raise _invalid("the title is not printable", title, "printable characters", "title")
    return title


def _role(role: object, ceiling: Role) -> Role:
    if role not in ROLES:
        raise _invalid("this is no role", role, f"one of {', '.join(ROLES)}", "role")
    if not may(ceiling, role):
        raise KeyScopeTooWide(
            "a key has no more rights than who makes it",
            found=role,
            expected=f"at most {ceiling}",
            where="role",
        )
    return role


def _operations(body: Mapping[str, Any], ceiling: Role) -> tuple[str, ...] | None:
    names = _names(body, "operations", MOST_OPERATIONS)
    if names is None:
        return None
    known = {route.operation_id: route.role for route in ROUTES}
    for name in names:
        needed = known.get(name)
        if needed is None or name in WITHOUT_KEYS:
            expected = "an operationId of the API that keys may call"
            raise _invalid("keys cannot be for this operation", name, expected, "operations")
        if not may(ceiling, needed):
            raise KeyScopeTooWide(
                "a key has no more rights than who makes it",
                found=name,
                expected=f"operations of {ceiling} and below",
                where="operations",
            )
    return names


def _names(body: Mapping[str, Any], member: str, most: int) -> tuple[str, ...] | None:
    value = body.get(member)
    if value is None:
        return None
    if not _is_list_of_names(value) or not 0 < len(value) <= most:
        expected = f"a list of 1 to {most} names, or nothing for all"
        raise _invalid("this is no list of names", value, expected, member)
    return tuple(dict.fromkeys(value))


def _is_list_of_names(value: object) -> bool:
    return isinstance(value, list) and _are_names(value)


def _are_names(values: Iterable[object]) -> bool:
    return all(isinstance(value, str) and 0 < len(value) <= 128 for value in values)


def _valid_seconds(body: Mapping[str, Any]) -> int:
    days, longest = body.get("expires_in_days", 90), LONGEST_S // DAY_S
    if not isinstance(days, int) or isinstance(days, bool) or not 1 <= days <= longest:
        expected = f"a whole number of days from 1 to {longest}"
        raise _invalid("a key ends", days, expected, "expires_in_days")
    return days * DAY_S


def _invalid(message: str, found: object, expected: str, where: str) -> KeyInvalid:
    return KeyInvalid(message, found=repr(found)[:80], expected=expected, where=where)
