"""What would happen, compared with what is now, without touching the plant."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Consoles
from tests.browser.console_page import SLOW_MILLISECONDS
from tests.twin_process import Twin

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(600)]


def numbers_of(cells: list[str]) -> list[float]:
    """Return the first number of each cell."""
    return [float(cell.split("\n")[0].split()[0].replace(",", "")) for cell in cells]


def test_a_faster_pump_is_predicted_to_deliver_more_than_now(
    consoles: Consoles, twin: Twin
) -> None:
    console = consoles.sign_in("operator")
    console.open_asset("P-101")
    panel = console.page.locator("[data-model='P-101.pump'].what-if")
    panel.get_by_label("Speed").fill("1450")
    panel.get_by_role("button", name="Simulate").click()
    flow = panel.locator("tr[data-variable=flow]")
    expect(flow).to_be_visible(timeout=SLOW_MILLISECONDS)
    panel.locator(".what-if-result").scroll_into_view_if_needed()
    now, what_if, change = numbers_of(flow.locator("td").all_inner_texts())
    assert what_if > now
    assert change == pytest.approx(what_if - now, abs=0.5)
    expect(flow).to_contain_text("m³/h")
    expect(panel.locator(".what-if-result")).to_contain_text("90 % interval · model version")
    # The schedule may have predicted meanwhile, but not this.
    published = twin.latest("/demo/P-101/flow_predicted")["value"]
    assert published != pytest.approx(what_if, rel=0.02)


def test_a_set_point_is_tried_in_simulation_first(consoles: Consoles) -> None:
    console = consoles.sign_in("operator")
    console.open_asset("P-101")
    widget = console.command("P-101.set_speed")
    widget.get_by_label("New value").fill("900")
    widget.get_by_role("button", name="Try in simulation first").click()
    panel = console.page.locator("[data-model='P-101.pump'].what-if")
    expect(panel.get_by_label("Speed")).to_have_value("900")
    flow = panel.locator("tr[data-variable=flow]")
    expect(flow).to_be_visible(timeout=SLOW_MILLISECONDS)
    now, what_if, _ = numbers_of(flow.locator("td").all_inner_texts())
    assert what_if < now


def test_a_viewer_may_not_simulate(consoles: Consoles) -> None:
    console = consoles.sign_in("viewer")
    console.open_asset("P-101")
    panel = console.page.locator("[data-model='P-101.pump'].what-if")
    expect(panel.get_by_role("button", name="Simulate")).to_be_disabled()
