"""The unified namespace of a site: one MQTT topic a signal, and the topics that AWS publishes on.

A topic follows the equipment hierarchy of ISA-95 (IEC 62264-1): `<enterprise>/<site>/<area>/<line>/
<cell>/<asset>/<property>`. Each asset above contributes its id, so levels that a plant does not
have are left out; a plant without an asset of the level `site` has the name of the site there.
Topics are lower case: MQTT tells `P-101` from `p-101`, people do not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from twin import identity
from twin.commands.shadow import SHADOW_NAME
from twin.compile.asset_tree import AssetTree
from twin.compile.errors import TopicError
from twin.compile.type_members import members_by_type
from twin.definition.equipment import LEVELS
from twin.definition.site import SiteDefinition
from twin.site_document import SignalKind

MOST_SLASHES, MOST_BYTES = 7, 256
"""Of a topic in AWS IoT Core: https://docs.aws.amazon.com/general/latest/gr/iot-core.html"""

_SITE = LEVELS.index("site")


@dataclass(frozen=True)
class SignalTopic:
    """Where a signal stands in the unified namespace; `alias` is its name in SiteWise."""

    topic: str
    alias: str
    kind: SignalKind
    data_type: str
    unit: str


@dataclass(frozen=True)
class AwsTopic:
    """A topic filter on which AWS publishes something of the site; `+` stands for an id."""

    topic_filter: str
    meaning: str


@dataclass(frozen=True)
class SiteTopics:
    """All topics of a site."""

    signals: tuple[SignalTopic, ...]
    aws: tuple[AwsTopic, ...]


def compile_topics(definition: SiteDefinition) -> SiteTopics:
    """Compile a definition that `load_site` has checked.

    Raises:
        TopicError: two signals would have one topic, or a topic is too deep or too long.
    """
    signals = tuple(_signal_topics(definition))
    _refuse_collisions(signals)
    return SiteTopics(signals, tuple(_aws_topics(definition)))


def _signal_topics(definition: SiteDefinition) -> Iterator[SignalTopic]:
    of_types = members_by_type(definition.twin)
    paths = _asset_paths(definition)
    for asset_id, asset in definition.twin.assets.items():
        prefix = paths[asset_id]
        for member in of_types[asset.type]:
            alias = identity.signal_alias(definition.name, asset_id, member.name)
            topic = f"{prefix}/{member.name}"
            _check(topic, alias)
            yield SignalTopic(topic, alias, member.kind, member.data_type, member.unit)


def _asset_paths(definition: SiteDefinition) -> dict[str, str]:
    """Return the topic of each asset: the ids of those above it, and its own."""
    twin = definition.twin
    levels = {name: LEVELS.index(one.level) for name, one in twin.types.items()}
    paths: dict[str, str] = {}
    has_site: dict[str, bool] = {}
    for asset_id in AssetTree(twin).assets_parents_first():
        asset = twin.assets[asset_id]
        level = levels[asset.type]
        steps = [paths[asset.parent]] if asset.parent is not None else []
        known = asset.parent is not None and has_site[asset.parent]
        if not known and level > _SITE:
            steps.append(segment(definition.name))
        has_site[asset_id] = known or level >= _SITE
        paths[asset_id] = "/".join([*steps, segment(asset_id)])
    return paths


def segment(name: str) -> str:
    """Return a name as one level of a topic: lower case, nothing that MQTT reads otherwise."""
    return "".join(one if one.isalnum() or one in "-_" else "-" for one in name.lower())


def _check(topic: str, alias: str) -> None:
    slashes, size = topic.count("/"), len(topic.encode())
    if slashes > MOST_SLASHES or size > MOST_BYTES:
        raise TopicError(
            "AWS IoT Core does not take the topic of a signal",
            found=f"{topic} for {alias}",
            expected=f"at most {MOST_SLASHES} slashes and {MOST_BYTES} bytes: fewer levels of"
            " assets, or shorter ids",
        )


def _refuse_collisions(signals: tuple[SignalTopic, ...]) -> None:
    first: dict[str, str] = {}
    for one in signals:
        if one.topic in first:
            raise TopicError(
                "two signals have one topic",
                found=f"{one.topic} for {first[one.topic]} and {one.alias}",
                expected="ids of assets below one asset that differ in more than case",
            )
        first[one.topic] = one.alias


def _aws_topics(definition: SiteDefinition) -> Iterator[AwsTopic]:
    if definition.features.iot:
        yield AwsTopic(
            "$aws/sitewise/asset-models/+/assets/+/properties/+",
            "new values of signals, whose ids are those of the deployed model, asset and property",
        )
    if definition.features.edge:
        thing = identity.thing_name(definition.name)
        shadow = f"$aws/things/{thing}/shadow/name/{SHADOW_NAME}"
        yield AwsTopic(f"{shadow}/update/delta", "commands that the gateway has not applied yet")
        yield AwsTopic(f"{shadow}/update/documents", "commands, as asked for and as applied")
