"""Who the caller is, and API keys."""

from __future__ import annotations

from typing import NotRequired, TypedDict

from twin.access.principal import PrincipalKind
from twin.api.routes.route import Role


class CallerBody(TypedDict):
    """GET /access/me. `role` is null for who has rights in some databases only."""

    subject: str
    name: str
    kind: PrincipalKind
    role: Role | None
    groups: list[str]


class CreateAccessKey(TypedDict):
    """POST /access/keys.

    `role` is at most the caller's own, which is the default. `databases` and `operations` (by
    operationId) limit the key to some; left out, it may do all that its role and its owner may.
    `expires_in_days` is from 1 to 365, by default 90.
    """

    title: str
    role: NotRequired[Role]
    databases: NotRequired[list[str] | None]
    operations: NotRequired[list[str] | None]
    expires_in_days: NotRequired[int]


class AccessKeyBody(TypedDict):
    """A key without its secret. `last_used_day` is a UTC day such as 2026-01-31."""

    key_id: str
    title: str
    owner: str
    owner_name: str
    role: Role
    databases: list[str] | None
    operations: list[str] | None
    created_at: float
    expires_at: float
    last_used_day: str | None
    revoked_at: float | None


class AccessKeyMade(TypedDict):
    """A new key: `secret` is what goes into `Authorization: Bearer …`, shown this once."""

    key: AccessKeyBody
    secret: str


class AccessKeyPage(TypedDict):
    """One page of keys, newest first within each owner."""

    keys: list[AccessKeyBody]
    next_token: str | None
