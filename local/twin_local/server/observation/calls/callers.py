"""Who made a call, as it is shown: a role by its name, everybody else by the access key's id."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from twin_local.engine.clients import DEPLOYMENT
from twin_local.execution.in_process import OWN

NOBODY = "unsigned"
ENGINE = "deployment"
SELF = "embedded AWS"


@dataclass(frozen=True)
class Caller:
    """A name, and the ARN where it is a role's."""

    name: str
    arn: str = ""


def caller_of(
    access_key_id: str | None, agent: str, role_of: Callable[[str], str | None]
) -> Caller:
    """Return who signed with a key; `agent` is the user agent of the request."""
    if access_key_id is None:
        return Caller(NOBODY)
    if access_key_id == OWN.access_key_id:
        return Caller(SELF)
    if DEPLOYMENT in agent:
        return Caller(ENGINE)
    if (arn := role_of(access_key_id)) is not None:
        return Caller(arn.partition(":role/")[2], arn)
    return Caller(access_key_id)
