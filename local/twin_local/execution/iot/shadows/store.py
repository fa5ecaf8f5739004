"""Where shadows are kept: in moto's backend of the data plane, so that snapshots hold them.

A shadow does not belong to the registry: it outlives its thing (AWS IoT developer guide:
"Deleting a thing object does not delete the corresponding device's shadow").
"""

from __future__ import annotations

from dataclasses import dataclass

from moto.iot.models import iot_backends
from moto.iotdata.models import iotdata_backends

from twin_local.execution.iot.shadows.document import Shadow

ATTRIBUTE = "kept_shadows"
Kept = dict[tuple[str, str], Shadow]


@dataclass(frozen=True)
class ShadowKey:
    """The classic shadow of a thing (`name` is empty) or a named one."""

    account: str
    region: str
    thing: str
    name: str = ""

    @property
    def topic(self) -> str:
        """What the topics of the shadow begin with."""
        name = f"/name/{self.name}" if self.name else ""
        return f"$aws/things/{self.thing}/shadow{name}"


def find(key: ShadowKey) -> Shadow:
    """Return a shadow, version 0 where there never was one."""
    return _kept(key.account, key.region).get((key.thing, key.name), Shadow())


def keep(key: ShadowKey, shadow: Shadow) -> None:
    """Keep a version of a shadow in place of the one before."""
    _kept(key.account, key.region)[key.thing, key.name] = shadow


def names(account: str, region: str, thing: str) -> list[str]:
    """Return the named shadows of a thing."""
    kept = _kept(account, region).items()
    return sorted(name for (of, name), held in kept if of == thing and name and held.exists)


def has_thing(key: ShadowKey) -> bool:
    """Say whether the registry has the thing of a shadow."""
    things = iot_backends[key.account][key.region].things.values()
    return any(thing.thing_name == key.thing for thing in list(things))


def _kept(account: str, region: str) -> Kept:
    backend = iotdata_backends[account][region]
    kept: Kept = vars(backend).setdefault(ATTRIBUTE, {})
    return kept
