"""Large sites compile whole, and what is made of them stays below the limits of AWS."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.large_site import SIGNALS_OF_A_MACHINE, write_large_site
from twin.compile import compile_site, compile_sitewise, compile_twinmaker, placement
from twin.compile.topics import compile_topics
from twin.definition import load_site
from twin.definition.template_size import size_of_models
from twin.site_document import SiteDocument

LARGEST_DOCUMENT = 5_000_000
"""Bytes of `site.json`, which every function of a site holds."""


@pytest.mark.parametrize("machines", [100, pytest.param(5_000, marks=pytest.mark.slow)])
def test_a_large_site_stays_below_the_limits(machines: int, tmp_path: Path) -> None:
    definition = load_site(write_large_site(tmp_path / "large.yaml", machines))
    signals = machines * SIGNALS_OF_A_MACHINE
    plan, document = compile_sitewise(definition), compile_site(definition)
    aliases = {item.alias for asset in plan.assets for item in asset.properties}
    assert len(document.signals) == signals
    assert len(aliases) == signals + machines  # the states of the alarms
    assert len({asset.uuid for asset in plan.assets}) == len(definition.twin.assets)
    assert len(compile_twinmaker(definition).entities) == len(definition.twin.assets)
    assert len({one.topic for one in compile_topics(definition).signals}) == signals
    assert size_of_models(definition).fits
    assert placement(definition).instances_by_loader
    packed = document.to_packed_json()
    assert len(packed.encode()) < LARGEST_DOCUMENT
    assert SiteDocument.from_json(packed).signal_by_alias == document.signal_by_alias


def test_attributes_that_differ_are_told_one_by_one(tmp_path: Path) -> None:
    plan = compile_sitewise(load_site(write_large_site(tmp_path / "large.yaml", 70)))
    assert len(plan.attribute_values) == 60  # every seventh has the default
