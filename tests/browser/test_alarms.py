"""An alarm from its appearance to its acknowledgement."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Consoles
from tests.browser.console_page import SLOW_MILLISECONDS
from tests.browser.faults import HIGH_VIBRATION, worn_bearing
from tests.twin_process import Twin

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(600)]


def test_an_operator_acknowledges_what_a_viewer_only_sees(consoles: Consoles, twin: Twin) -> None:
    operator, viewer = consoles.sign_in("operator"), consoles.sign_in("viewer")
    with worn_bearing(twin):
        row = operator.alarm(HIGH_VIBRATION)
        expect(row).to_have_attribute(
            "data-state", "ACTIVE_UNACKNOWLEDGED", timeout=SLOW_MILLISECONDS
        )
        expect(row).to_contain_text(re.compile(r"\d+\.\d+ mm/s\s+limit > 7\.10"))
        expect(operator.page.locator(".alarm-count[data-priority='1']")).to_contain_text("1")
        expect(operator.tree_row("PS-1")).to_have_attribute("data-priority", "1")
        expect(
            viewer.alarm(HIGH_VIBRATION).get_by_role("button", name="Acknowledge")
        ).to_be_disabled()
        viewer.page.keyboard.press("a")
        expect(viewer.page.get_by_role("dialog")).to_have_count(0)

        row.get_by_role("button", name="Acknowledge").click()
        dialog = operator.page.get_by_role("dialog")
        dialog.get_by_label("Comment").fill("bearing is ordered")
        operator.shot("acknowledge")
        dialog.get_by_role("button", name="Acknowledge").click()
        for console in (operator, viewer):
            seen = console.alarm(HIGH_VIBRATION)
            expect(seen).to_have_attribute("data-state", "ACTIVE_ACKNOWLEDGED")
            expect(seen).to_contain_text(f"{consoles.users['operator'][0]}: bearing is ordered")
        operator.shot("acknowledged")
    expect(operator.alarm(HIGH_VIBRATION)).to_have_count(0, timeout=SLOW_MILLISECONDS)


def test_all_alarms_can_be_listed_while_none_is_active(consoles: Consoles) -> None:
    console = consoles.sign_in("viewer")
    alarms = console.page.get_by_role("region", name="Alarms")
    expect(alarms).to_contain_text("No alarms.")
    alarms.get_by_role("button", name="All").click()
    expect(console.alarm(HIGH_VIBRATION)).to_have_attribute("data-state", "NORMAL")
    assert alarms.locator("tr[data-alarm]").count() >= 6
