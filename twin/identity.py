"""Deterministic names and ids: the same site file always yields the same ones.

This is the only place that builds an alias, an id or an external id. SiteWise limits an external id
to `[a-zA-Z0-9_][a-zA-Z_\\-0-9.:]*[a-zA-Z0-9_]+` of 2 to 128 characters and an alias to 2,048
(https://docs.aws.amazon.com/iot-sitewise/latest/userguide/object-ids.html).
"""

from __future__ import annotations

import re
from uuid import UUID, uuid5

NAMESPACE = UUID("6f0f3f6c-4e2b-5d0a-9c5e-2b1f0f0c7a11")
"""Name space of all ids of the framework. Changing it would rename every twin."""

_EXTERNAL_ID = re.compile(r"[a-zA-Z0-9_][a-zA-Z_\-0-9.:]*[a-zA-Z0-9_]+")
MAXIMUM_EXTERNAL_ID = 128


def site_uuid(site: str, *parts: str) -> UUID:
    """Return the UUID of a part of a site."""
    return uuid5(NAMESPACE, "/".join((site, *parts)))


def signal_alias(site: str, asset: str, name: str) -> str:
    """Return the SiteWise property alias of a signal, its name everywhere."""
    return f"/{site}/{asset}/{name}"


def alarm_state_alias(site: str, asset: str, alarm: str) -> str:
    """Return the alias of the `AWS/ALARM_STATE` property of an alarm."""
    return f"/{site}/{asset}/alarms/{alarm}"


def member_id(asset: str, name: str) -> str:
    """Return the id of an alarm, a command or a model of an asset: `P-101.set_speed`."""
    return f"{asset}.{name}"


def thing_name(site: str) -> str:
    """Return the name of the site's edge device in IoT Core."""
    return f"{site}-edge"


def external_id(*parts: str) -> str:
    """Return a SiteWise external id; it can never be changed once an asset has it.

    Raises:
        ValueError: the parts do not make a valid external id.
    """
    joined = ".".join(parts)
    if len(joined) > MAXIMUM_EXTERNAL_ID or not _EXTERNAL_ID.fullmatch(joined):
        raise ValueError(f"{joined!r} is no external id of 2 to {MAXIMUM_EXTERNAL_ID} characters")
    return joined


def part_name(part: str, name: str) -> str:
    """Return the name that a property or alarm of a part has in its type."""
    return f"{part}_{name}"


def asset_identity(asset: str, renamed_from: str | None) -> str:
    """Return what ids of an asset are made from: the id under which it was first deployed."""
    return renamed_from or asset


def alias_property(name: str) -> str:
    """Return the property of a TwinMaker entity that holds the alias of a signal."""
    return f"alias_{name}"


def is_entity_property(name: str) -> bool:
    """Tell whether a name is one of the twin's own properties of a TwinMaker entity."""
    return name in ("level", "mesh_node") or name.startswith("alias_")


def predicted_name(measured: str) -> str:
    """Return the property that stores the prediction of a measured property."""
    return f"{measured}_predicted"


def lower_name(measured: str) -> str:
    """Return the property that stores the lower bound of a prediction."""
    return f"{measured}_predicted_lower"


def upper_name(measured: str) -> str:
    """Return the property that stores the upper bound of a prediction."""
    return f"{measured}_predicted_upper"


def coverage_name(measured: str) -> str:
    """Return the property that stores how often past intervals held the measured value."""
    return f"{measured}_predicted_coverage"


def valid_name(model: str) -> str:
    """Return the property that stores whether what a model predicts may be relied on."""
    return f"{model}_model_valid"


def validity_name(model: str) -> str:
    """Return the property that stores why what a model predicts may not be relied on."""
    return f"{model}_model_validity"


def version_name(model: str) -> str:
    """Return the property that stores which version of a model predicted."""
    return f"{model}_model_version"
