"""The unified namespace: the way through the plant, nothing twice, nothing AWS would refuse."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.unit.definition.plant import with_everything
from twin.compile.errors import TopicError
from twin.compile.topics import compile_topics, segment
from twin.definition import SiteDefinition

Content = dict[str, Any]
SiteOf = Callable[[Content], SiteDefinition]


def topics(site: SiteDefinition) -> dict[str, str]:
    return {one.alias: one.topic for one in compile_topics(site).signals}


def test_each_signal_has_one_topic(content: Content, site_of: SiteOf) -> None:
    site = site_of(with_everything(content))
    found = topics(site)
    assert len(set(found.values())) == len(found) > 50
    assert found["/demo/PS-1/total_flow"] == "demo/ps-1/total_flow"
    assert found["/demo/P-101/drive_end_temperature"] == "demo/ps-1/p-101/drive_end_temperature"


def test_levels_that_the_plant_has_take_their_place(content: Content, site_of: SiteOf) -> None:
    twin = content["twin"]
    twin["types"] |= {
        "company": {"level": "enterprise"},
        "works": {"level": "site"},
        "line": {"level": "work_center"},
    }
    twin["assets"] |= {
        "Acme": {"type": "company"},
        "Berlin": {"type": "works", "parent": "Acme"},
        "L-1": {"type": "line", "parent": "PS-1"},
    }
    twin["assets"]["PS-1"]["parent"] = "Berlin"
    twin["assets"]["T-101"]["parent"] = "L-1"
    found = topics(site_of(content))
    assert found["/demo/T-101/level"] == "acme/berlin/ps-1/l-1/t-101/level"


def test_an_enterprise_without_a_site_has_the_name_of_the_site(
    content: Content, site_of: SiteOf
) -> None:
    content["twin"]["types"]["company"] = {"level": "enterprise"}
    content["twin"]["assets"] |= {"Acme": {"type": "company"}}
    content["twin"]["assets"]["PS-1"]["parent"] = "Acme"
    assert topics(site_of(content))["/demo/T-101/level"] == "acme/demo/ps-1/t-101/level"


def test_ids_that_differ_in_case_only_are_refused(content: Content, site_of: SiteOf) -> None:
    content["twin"]["assets"]["t-101"] = {"type": "tank", "parent": "PS-1"}
    with pytest.raises(TopicError) as caught:
        compile_topics(site_of(content))
    assert caught.value.found == "demo/ps-1/t-101/height for /demo/T-101/height and " + (
        "/demo/t-101/height"
    )


def test_a_topic_too_deep_for_aws_is_refused(content: Content, site_of: SiteOf) -> None:
    twin = content["twin"]
    for number in range(6):
        twin["types"][f"area_{number}"] = {"level": "area"}
        above = {"parent": f"A-{number - 1}"} if number else {}
        twin["assets"][f"A-{number}"] = {"type": f"area_{number}", **above}
    twin["assets"]["PS-1"]["parent"] = "A-5"
    with pytest.raises(TopicError) as caught:
        compile_topics(site_of(content))
    assert "at most 7 slashes" in caught.value.expected


def test_the_topics_of_aws_follow_from_the_features(content: Content, site_of: SiteOf) -> None:
    filters = [one.topic_filter for one in compile_topics(site_of(content)).aws]
    assert filters == [
        "$aws/sitewise/asset-models/+/assets/+/properties/+",
        "$aws/things/demo-edge/shadow/name/commands/update/delta",
        "$aws/things/demo-edge/shadow/name/commands/update/documents",
    ]
    content["features"] = {"edge": False, "simulation": False, "iot": False}
    assert compile_topics(site_of(content)).aws == ()


@pytest.mark.parametrize(
    ("name", "expected"), [("P-101", "p-101"), ("a+b/c#d", "a-b-c-d"), ("A_1", "a_1")]
)
def test_a_level_holds_nothing_that_mqtt_reads_otherwise(name: str, expected: str) -> None:
    assert segment(name) == expected
