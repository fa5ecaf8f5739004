"""Names and ids follow from the site file alone, and are what SiteWise accepts."""

from __future__ import annotations

import re
import subprocess
import sys
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin import identity

PARTS = st.lists(
    st.text(st.characters(codec="ascii", categories=("L", "N")), min_size=1), min_size=1
)


def test_an_alias_is_site_asset_and_property() -> None:
    assert identity.signal_alias("demo", "P-101", "speed") == "/demo/P-101/speed"
    assert identity.alarm_state_alias("demo", "P-101", "high") == "/demo/P-101/alarms/high"


def test_what_an_asset_has_is_named_after_it() -> None:
    assert identity.member_id("P-101", "set_speed") == "P-101.set_speed"
    assert identity.thing_name("demo") == "demo-edge"


def test_names_of_a_prediction_stand_beside_what_is_measured() -> None:
    assert identity.predicted_name("flow") == "flow_predicted"
    assert identity.lower_name("flow") == "flow_predicted_lower"
    assert identity.upper_name("flow") == "flow_predicted_upper"
    assert identity.version_name("pump") == "pump_model_version"


def test_ids_are_what_they_were_when_the_first_site_was_deployed() -> None:
    assert identity.site_uuid("demo", "P-101") == UUID("3a07e1f9-f7a1-5cc0-a1cf-7a7381efcaea")
    assert identity.site_uuid("demo") == UUID("c7393d08-330a-53fb-b988-8c018a6f0349")


def test_another_process_makes_the_same_ids() -> None:
    program = "from twin import identity; print(identity.site_uuid('demo', 'P-101', 'speed'))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == str(identity.site_uuid("demo", "P-101", "speed"))


@given(PARTS, PARTS)
def test_different_parts_have_different_ids(one: list[str], other: list[str]) -> None:
    assert (identity.site_uuid("demo", *one) == identity.site_uuid("demo", *other)) == (
        one == other
    )


@given(
    st.lists(
        st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_-]{0,30}[A-Za-z0-9]", fullmatch=True),
        min_size=1,
        max_size=3,
    )
)
def test_external_ids_of_asset_ids_are_valid(parts: list[str]) -> None:
    made = identity.external_id(*parts)
    assert 2 <= len(made) <= 128
    assert re.fullmatch(r"[a-zA-Z0-9_][a-zA-Z_\-0-9.:]*[a-zA-Z0-9_]+", made)


@pytest.mark.parametrize("parts", [("a",), ("-ab",), ("ab-",), ("a b",), ("ä", "b"), ("x" * 129,)])
def test_what_sitewise_would_refuse_is_no_external_id(parts: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="is no external id"):
        identity.external_id(*parts)
