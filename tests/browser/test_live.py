"""Values arrive by themselves, and one sees how old they are."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import WebSocketRoute, expect

from tests.browser.conftest import Consoles
from tests.browser.console_page import SLOW_MILLISECONDS
from tests.twin_process import Twin, eventually

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(600)]

LEVEL = "/demo/T-101/level"
EVENTS = "performance.getEntriesByType('resource').filter(e => e.name.includes('/api/')).length"


def test_values_change_without_a_reload_or_a_question(consoles: Consoles, twin: Twin) -> None:
    console = consoles.sign_in("operator")
    console.open_asset("P-101")
    speed = console.signal("/demo/P-101/speed").locator("strong")
    before = speed.inner_text()
    asked = console.page.evaluate(EVENTS)
    target = "1150" if twin.latest("/demo/P-101/speed")["value"] > 1200 else "1250"
    twin.run("command", "send", "P-101.set_speed", target, role="operator")
    expect(speed).not_to_have_text(before, timeout=SLOW_MILLISECONDS)
    expect(console.page.locator("[data-badge=live]")).to_be_visible()
    assert console.page.evaluate(EVENTS) == asked


def test_a_signal_says_value_unit_quality_and_age(consoles: Consoles) -> None:
    console = consoles.sign_in("operator")
    console.open_asset("T-101")
    row = console.signal(LEVEL)
    expect(row).to_have_attribute("data-health", "good")
    expect(row.locator("strong")).to_have_text(re.compile(r"^\d+([.,]\d+)?$"))
    expect(row.locator(".unit")).to_have_text("m")
    expect(row.locator(".signal-note")).to_have_text(re.compile(r"^(now|\d+ s)$"))


def test_bad_quality_is_seen_at_the_value_in_the_tree_and_in_3d(
    consoles: Consoles, twin: Twin
) -> None:
    console = consoles.sign_in("operator")
    console.open_asset("T-101")
    twin.plc("fault", "sensor_bad_quality", "T-101.temperature")
    try:
        row = console.signal("/demo/T-101/temperature")
        expect(row).to_have_attribute("data-health", "bad", timeout=SLOW_MILLISECONDS)
        expect(row.locator(".doubt")).to_be_visible()
        expect(row.locator(".signal-note")).to_contain_text("bad quality")
        expect(console.tree_row("T-101").locator(".doubt")).to_be_visible()
        expect(console.part("T-101")).to_have_attribute("data-fill", "hatched")
        console.shot("bad-quality")
    finally:
        twin.plc("clear")
    expect(console.part("T-101")).to_have_attribute(
        "data-fill", "filled", timeout=SLOW_MILLISECONDS
    )


def test_a_lost_connection_is_said_and_what_was_missed_is_asked_for(consoles: Consoles) -> None:
    console = consoles.visit()
    lines: list[WebSocketRoute] = []
    told: list[str] = []
    cut = False

    def patch_through(line: WebSocketRoute) -> None:
        lines.append(line)
        if cut:
            line.close(code=4000, reason="the line is cut")
            return

        def forward(message: str | bytes) -> None:
            line.send(message)
            told.extend([str(message)] if '"data"' in str(message) else [])

        line.connect_to_server().on_message(forward)

    def heard() -> bool:
        console.page.wait_for_timeout(100)
        return bool(told)

    console.page.route_web_socket(re.compile("/event/realtime"), patch_through)
    console.sign_in(*consoles.users["viewer"])
    console.wait_until_open()
    eventually(heard, seconds=SLOW_MILLISECONDS / 1000, what="a live message", every=0)
    cut = True
    lines[-1].close(code=4000, reason="the line is cut")
    badge = console.page.locator(".badge")
    expect(badge).to_have_attribute("data-badge", "offline")
    expect(badge).to_have_attribute("title", "the line is cut")
    console.shot("offline")
    missed = re.compile(r"/api/live/events\?last_event_id=\d{13}-")
    with console.page.expect_response(missed, timeout=SLOW_MILLISECONDS) as answer:
        cut = False
    assert answer.value.status == 200
    assert "event: current" in answer.value.text()
    expect(badge).to_have_attribute("data-badge", "live", timeout=SLOW_MILLISECONDS)
