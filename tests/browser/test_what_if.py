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


def test_set_points_are_compared_and_the_best_one_is_replayed(consoles: Consoles) -> None:
    console = consoles.sign_in("operator")
    console.open_asset("P-101")
    panel = console.page.locator("[data-model='P-101.pump'].what-if")
    panel.get_by_label("Speed").fill("1200, 1400, 1300")
    panel.get_by_label("The best has").select_option(label="most flow")
    panel.get_by_role("button", name="Simulate").click()
    rows = panel.locator(".what-if-ranking tbody tr")
    expect(rows).to_have_count(3, timeout=SLOW_MILLISECONDS)
    names = rows.get_by_role("button").all_inner_texts()
    assert names == ["speed = 1400", "speed = 1300", "speed = 1200"]

    panel.get_by_role("button", name="Replay").click()
    bar = console.page.get_by_role("region", name="Replay")
    expect(bar).to_contain_text("speed = 1400")
    expect(console.page.locator(".chart .u-legend")).to_contain_text("What if")
    speed = console.signal("/demo/P-101/speed").first
    expect(speed).to_contain_text("1,400")
    bar.get_by_role("button", name="Pause").click()
    bar.get_by_role("slider").fill("60")
    expect(bar).to_contain_text("60 s of 60 s")
    expect(console.tree_row("T-101")).not_to_contain_text("?")
    console.shot("what-if-replay")
    # What may be commanded is judged by the plant, not by the simulation.
    reported = console.command("P-101.set_speed").locator("[data-field=reported]")
    expect(reported).not_to_contain_text("1,400")
    bar.get_by_role("button", name="Back to now").click()
    expect(bar).to_have_count(0)
    expect(speed).not_to_contain_text("1,400")
