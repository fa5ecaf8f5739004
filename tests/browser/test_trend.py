"""The trend of a signal: measured, and what the model predicted with its interval."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Consoles
from tests.browser.console_page import SLOW_MILLISECONDS
from tests.browser.pixels import Colour, colours_of, share
from tests.twin_process import Twin

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(600)]

FLOW = "/demo/P-101/flow"


def is_predicted_blue(colour: Colour) -> bool:
    """Return whether a colour is the one of predictions."""
    return colour.blue > 1.4 * colour.red and colour.blue > 120


def test_measured_and_predicted_stand_in_one_chart(consoles: Consoles, twin: Twin) -> None:
    twin.run("run", "start", "P-101.pump", "--wait", role="operator")
    console = consoles.sign_in("operator")
    console.open_asset("P-101")
    console.signal(FLOW).click()
    trend = console.page.get_by_role("region", name="Trend")
    expect(trend.get_by_role("heading")).to_have_text(re.compile(r"P-101 Flow\s+m³/h"))
    number = r"\d+([.,]\d+)?"
    expect(trend.get_by_role("status")).to_have_text(
        re.compile(
            rf"^measured {number} m³/h · between {number} and {number}"
            rf" · predicted for [\d:]+: {number} \({number} to {number}\) m³/h$"
        ),
        timeout=SLOW_MILLISECONDS,
    )
    expect(trend.locator(".u-legend")).to_contain_text("Predicted")
    console.page.wait_for_timeout(500)
    drawn = colours_of(trend.locator(".u-over"))
    assert share(drawn, is_predicted_blue) > 0


def test_a_signal_that_nobody_predicts_has_one_line(consoles: Consoles) -> None:
    console = consoles.sign_in("viewer")
    console.open_asset("T-101")
    console.signal("/demo/T-101/level").click()
    trend = console.page.get_by_role("region", name="Trend")
    expect(trend.get_by_role("status")).to_have_text(
        re.compile(r"^measured .* m · between"), timeout=SLOW_MILLISECONDS
    )
    expect(trend.locator(".u-legend")).not_to_contain_text("Predicted")


def test_the_time_range_can_be_chosen_and_is_part_of_the_link(consoles: Consoles) -> None:
    console = consoles.sign_in("viewer")
    console.open_asset("T-101")
    console.page.get_by_role("button", name="5 min").click()
    assert "range=300" in console.page.url
    console.page.reload()
    console.wait_until_open()
    expect(console.page.get_by_role("button", name="5 min")).to_have_attribute(
        "aria-pressed", "true"
    )


def test_the_first_view_shows_a_trend_without_a_click(consoles: Consoles) -> None:
    console = consoles.sign_in("viewer")
    trend = console.page.get_by_role("region", name="Trend")
    expect(trend.get_by_role("status")).to_contain_text("measured", timeout=SLOW_MILLISECONDS)


def test_what_the_chart_shows_can_be_taken_away_as_a_file(consoles: Consoles) -> None:
    console = consoles.sign_in("viewer")
    console.open_asset("T-101")
    trend = console.page.get_by_role("region", name="Trend")
    expect(trend.get_by_role("status")).to_contain_text("measured", timeout=SLOW_MILLISECONDS)
    with console.page.expect_download() as download:
        trend.get_by_role("button", name="CSV").click()
    text = download.value.path().read_text(encoding="utf-8")
    header, first, *_ = text.splitlines()
    assert header == "time_utc,alias,value,unit"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+Z,/demo/T-101/\w+,[-\d.]*,.+", first)
