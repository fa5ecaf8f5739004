"""Events that are put on a bus: each is decided by itself, by what it says of itself.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-conditions.html
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from twin_local.execution.access.calls import Call
from twin_local.iam.patterns import Context

PUT_EVENTS = ("events", "PutEvents")
KEYS = {"events:source": "Source", "events:detail-type": "DetailType"}


def parts_of(call: Call) -> Sequence[Call]:
    """Return the calls of one event each that a call stands for; any other call is its only one."""
    if (call.service, call.operation) != PUT_EVENTS:
        return (call,)
    entries = call.parameters.get("Entries", [])
    return [replace(call, parameters={**call.parameters, "Entries": [one]}) for one in entries]


def event_keys(call: Call) -> Context:
    """Return the condition keys of a call that puts one event."""
    if (call.service, call.operation) != PUT_EVENTS:
        return {}
    (entry,) = call.parameters["Entries"]
    return {key: [str(entry[name])] for key, name in KEYS.items() if name in entry}
