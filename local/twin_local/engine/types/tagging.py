"""The call that keeps the tags of a resource as the template gives them."""

from __future__ import annotations

from collections.abc import Mapping

from twin_local.engine.entry import Call
from twin_local.engine.json_value import Json


def tagging(
    tag: str,
    untag: str,
    *,
    where: Mapping[str, Json],
    gone: Mapping[str, Json] | None = None,
    service: str | None = None,
) -> Call:
    """Return the call that sets tag by tag, and takes away those that have left the template.

    `where` names the resource in both operations; `gone` says which tag goes, where that is not a
    list of `TagKeys`.
    """
    return Call(
        tag,
        each="Tags",
        spread=False,
        fixed=where,
        reshape=lambda _, known: {"Tags": [known["item"]]},
        undo=Call(untag, fixed={**where, **(gone or {"TagKeys": ["{item.Key}"]})}, service=service),
        service=service,
    )


def map_tagging(tag: str, untag: str, *, where: Mapping[str, Json]) -> Call:
    """Return the same call for a service whose tags are a map."""
    return Call(
        tag,
        each="Tags",
        spread=False,
        fixed=where,
        reshape=lambda _, known: {"tags": {known["item"]: known["p"]["Tags"][known["item"]]}},
        undo=Call(untag, fixed={**where, "tagKeys": ["{item}"]}),
    )
