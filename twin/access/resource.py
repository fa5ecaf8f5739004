"""What access is decided on: the site, a database or an asset, with what policies read of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

JSON = bool | int | float | str | list["JSON"] | Mapping[str, "JSON"] | None
ResourceKind = Literal["Site", "Database", "Asset"]


@dataclass(frozen=True)
class Resource:
    """A thing that an operation is about.

    `resource_id` of a database is its id, of an asset `<database id>/<asset key>`. The attributes
    of an asset are `database`, `type`, `tags` (a list of strings), `metadata` (an object) and
    `created_by` (the subject of its maker); a database has `tags` and `created_by`.
    """

    kind: ResourceKind
    resource_id: str
    attributes: Mapping[str, JSON] = field(default_factory=dict)


SITE = Resource("Site", "site")
"""The whole site: operations that are about no database or asset."""


def database_resource(database_id: str, *, created_by: str = "") -> Resource:
    """Return a database as a resource."""
    return Resource("Database", database_id, {"created_by": created_by})
