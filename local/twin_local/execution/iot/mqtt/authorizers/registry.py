"""The authorizers of an account and region, kept in moto's backend so that snapshots hold them."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from moto.iot.models import iot_backends

ATTRIBUTE = "kept_authorizers"
Status = Literal["ACTIVE", "INACTIVE"]


@dataclass(frozen=True)
class Authorizer:
    """A custom authorizer; times are UTC seconds since 1970."""

    name: str
    arn: str
    function_arn: str
    token_key_name: str | None
    public_keys: Mapping[str, str]
    status: Status
    signing_disabled: bool
    caches_http: bool
    created: float = field(default_factory=time.time)
    modified: float = field(default_factory=time.time)


@dataclass
class Authorizers:
    """Authorizers by name, and the name of the default one."""

    by_name: dict[str, Authorizer] = field(default_factory=dict)
    default: str | None = None


def authorizers_of(account: str, region: str) -> Authorizers:
    """Return the authorizers of an account and region."""
    kept: Authorizers = vars(iot_backends[account][region]).setdefault(ATTRIBUTE, Authorizers())
    return kept
