"""What is asked: an action, a resource by its path in the API, and for administrators, whose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, cast
from urllib.parse import unquote

from twin.access.errors import ExplainInvalid
from twin.access.policies.actions import actions
from twin.access.resource import JSON, SITE, Resource

PrincipalKind = Literal["user", "group", "key", "program"]
PRINCIPAL_KINDS: tuple[PrincipalKind, ...] = ("user", "group", "key", "program")
FORMS = "/, /databases/<database id> or /databases/<database id>/assets/<asset key>"


@dataclass(frozen=True)
class PrincipalName:
    """Whose access is asked for."""

    kind: PrincipalKind
    name: str


@dataclass(frozen=True)
class Target:
    """The site, a database or an asset, by name."""

    database_id: str | None = None
    asset_key: str | None = None

    def supposed(self, attributes: Mapping[str, JSON]) -> Resource:
        """Return the target as if it were there and had these attributes."""
        if self.database_id is None:
            return SITE
        if self.asset_key is None:
            return Resource("Database", self.database_id, attributes)
        named = {**attributes, "database": self.database_id}
        return Resource("Asset", f"{self.database_id}/{self.asset_key}", named)


def read_action(value: object) -> str:
    """Return an operation id of the API.

    Raises:
        ExplainInvalid: it is none.
    """
    if not isinstance(value, str) or value not in actions():
        known = ", ".join(sorted(actions()))
        raise _invalid("there is no such action", value, f"one of {known}", "action")
    return value


def read_target(value: object) -> Target:
    """Return what a path of the API is about.

    Raises:
        ExplainInvalid: it is no path of the site, a database or an asset.
    """
    if not isinstance(value, str):
        raise _invalid("the resource is no path", value, FORMS, "resource")
    match value.strip("/").split("/"):
        case [""]:
            return Target()
        case ["databases", database] if database:
            return Target(unquote(database))
        case ["databases", database, "assets", asset] if database and asset:
            return Target(unquote(database), unquote(asset))
    raise _invalid("the resource is no path of one", value, FORMS, "resource")


def read_attributes(value: object) -> Mapping[str, JSON] | None:
    """Return the attributes to suppose, None to look at the resource itself.

    Raises:
        ExplainInvalid: they are no object.
    """
    if value is None or isinstance(value, dict):
        return value
    raise _invalid("the attributes are no object", value, "a JSON object", "attributes")


def read_principal(value: object) -> PrincipalName:
    """Return whose access is asked for.

    Raises:
        ExplainInvalid: it is no kind and name.
    """
    kind, name = (value.get("kind"), value.get("name")) if isinstance(value, dict) else (None, None)
    if kind not in PRINCIPAL_KINDS or not isinstance(name, str) or not name:
        expected = f"a kind of {', '.join(PRINCIPAL_KINDS)}, and a name"
        raise _invalid("nobody is named", value, expected, "principal")
    return PrincipalName(cast("PrincipalKind", kind), name)


def _invalid(message: str, found: object, expected: str, where: str) -> ExplainInvalid:
    return ExplainInvalid(message, found=repr(found), expected=expected, where=where)
