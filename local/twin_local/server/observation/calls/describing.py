"""From what was seen of a request to the call that is shown."""

from __future__ import annotations

from collections.abc import Callable

from twin_local.server.observation.calls.call import ApiCall
from twin_local.server.observation.calls.callers import caller_of
from twin_local.server.observation.calls.naming import name_of
from twin_local.server.observation.calls.ring import Describe
from twin_local.server.observation.calls.sighting import Sighting


def describer(*, account: str, region: str, role_of: Callable[[str], str | None]) -> Describe:
    """Return what names calls in an account; `role_of` finds the role of an access key id."""

    def describe(seen: Sighting) -> ApiCall:
        name = name_of(seen, account=account, region=region)
        key = name.signer.access_key_id if name.signer else None
        caller = caller_of(key, seen.agent, role_of)
        return ApiCall(
            number=seen.number,
            at=seen.at,
            service=name.service,
            operation=name.operation,
            caller=caller.name,
            caller_arn=caller.arn,
            status=seen.status,
            error=seen.error,
            milliseconds=round(seen.seconds * 1000, 2),
        )

    return describe
