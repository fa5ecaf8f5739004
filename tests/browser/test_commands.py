"""A set-point from the keyboard to the pump, and the three ways it does not get there."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Consoles
from tests.browser.console_page import SLOW_MILLISECONDS

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(600)]

SET_SPEED = "P-101.set_speed"


@pytest.mark.parametrize("target", ["1300", "1200"])
def test_a_set_point_is_confirmed_sent_and_applied(consoles: Consoles, target: str) -> None:
    console = consoles.sign_in("operator")
    console.open_asset("P-101")
    widget = console.command(SET_SPEED)
    expect(widget.locator("[data-field=reported]")).to_have_text(
        re.compile(r"\d.* rpm\s*(now|\d+ s ago)")
    )
    widget.get_by_label("New value").fill(target)
    widget.get_by_role("button", name="Apply").click()
    question = widget.get_by_role("alertdialog")
    shown = f"{int(target):,} rpm"
    expect(question).to_contain_text(shown)
    console.shot("command-confirm")
    question.get_by_role("button", name="Send command").click()
    expect(widget.locator("[data-field=desired]")).to_have_text(shown)
    expect(widget.locator(".outcome")).to_have_attribute(
        "data-phase", "applied", timeout=SLOW_MILLISECONDS
    )
    expect(widget.locator("[data-field=reported]")).to_contain_text(
        shown, timeout=SLOW_MILLISECONDS
    )
    expect(widget.locator(".outcome")).to_contain_text(consoles.users["operator"][0])


@pytest.mark.parametrize("value", ["1601", "-1"])
def test_a_value_beyond_the_limits_cannot_be_applied(consoles: Consoles, value: str) -> None:
    console = consoles.sign_in("operator")
    console.open_asset("P-101")
    widget = console.command(SET_SPEED)
    widget.get_by_label("New value").fill(value)
    expect(widget.locator(".reason")).to_have_text("Please enter 0 to 1600 rpm.")
    expect(widget.get_by_role("button", name="Apply")).to_be_disabled()


def test_a_viewer_sees_the_set_point_and_has_no_way_to_change_it(consoles: Consoles) -> None:
    console = consoles.sign_in("viewer")
    console.open_asset("P-101")
    widget = console.command(SET_SPEED)
    expect(widget.locator("[data-field=reported]")).to_contain_text("rpm")
    expect(widget.locator(".reason")).to_contain_text("viewer may not operate")
    expect(widget.locator("input")).to_have_count(0)
    expect(widget.get_by_role("button")).to_have_count(0)


def test_a_viewer_who_asks_the_api_directly_is_refused(consoles: Consoles) -> None:
    console = consoles.visit()
    console.watch.expect("403")
    tokens: list[str] = []
    console.page.on(
        "request",
        lambda request: tokens.append(request.headers.get("authorization", "")),
    )
    console.sign_in(*consoles.users["viewer"])
    console.wait_until_open()
    answer = console.page.evaluate(
        """async (authorization) => {
          const body = JSON.stringify({ command_id: "P-101.set_speed", value: 1200 });
          const headers = { Authorization: authorization, "Content-Type": "application/json" };
          const answer = await fetch("./api/commands", { method: "POST", headers, body });
          return answer.status;
        }""",
        next(filter(None, tokens)),
    )
    assert answer == 403
