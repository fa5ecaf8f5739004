"""Who asks, as policies see them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from twin.api.routes.route import Role

PrincipalKind = Literal["user", "machine", "key"]


@dataclass(frozen=True)
class Limits:
    """What a credential may at most do, whatever its bearer may: the limits of an API key.

    None limits nothing; an empty tuple leaves no database, or no operation, at all.
    """

    role: Role
    databases: tuple[str, ...] | None = None
    operations: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Principal:
    """A user, a machine client or an API key that acts for its owner.

    `role` is the highest role that the bearer has in the whole site, None for one whose groups
    give rights in some databases only, or none at all. `groups` are the names of all
    groups; `name` is the user's, or that of the program in the site file.
    """

    subject: str
    name: str
    role: Role | None
    kind: PrincipalKind = "user"
    groups: tuple[str, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)
    limits: Limits | None = None
    credential: str = ""
    """The id of the key or the program that the principal came with; empty for a user."""
    permitted: tuple[str, ...] | None = None
    """Operations that are not denied whatever they are about; None where nobody has looked."""
