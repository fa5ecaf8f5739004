"""The plant in 3D: it is drawn, it is grey, and it is coloured by what is abnormal."""

from __future__ import annotations

import pytest
from playwright.sync_api import FloatRect, Locator, expect

from tests.browser.conftest import Consoles
from tests.browser.console_page import SLOW_MILLISECONDS, ConsolePage
from tests.browser.faults import worn_bearing
from tests.browser.pixels import Colour, colours_of, share
from tests.twin_process import Twin, eventually

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(600)]


def canvas_colours(console: ConsolePage) -> list[Colour]:
    """Return the colours of the 3D view."""
    return colours_of(console.page.locator("canvas[aria-label^='3D']"))


def red_share(console: ConsolePage) -> float:
    """Return how much of the 3D view has the colour of priority 1."""
    return share(canvas_colours(console), lambda colour: colour.is_alarm_red)


def resting_box(part: Locator) -> FloatRect:
    """Return where something is once the camera has come to rest."""
    before = None
    while (box := part.bounding_box()) != before or box is None:
        before = box
        part.page.wait_for_timeout(400)
    return box


def test_the_plant_is_drawn_and_fills_its_view_in_grey(consoles: Consoles) -> None:
    console = consoles.sign_in("viewer")
    colours = canvas_colours(console)
    background = colours[0]
    assert len(set(colours)) > 50
    assert share(colours, lambda colour: colour != background) > 0.1
    assert share(colours, lambda colour: colour.is_grey) > 0.99


@pytest.mark.parametrize("asset", ["T-101", "P-101", "P-102", "E-101", "V-101"])
def test_every_asset_with_a_place_is_in_the_model(consoles: Consoles, asset: str) -> None:
    console = consoles.sign_in("viewer")
    meshes = console.part(asset).get_attribute("data-meshes")
    assert int(meshes or 0) >= 1


def test_an_alarm_colours_its_part_and_the_part_alone(consoles: Consoles, twin: Twin) -> None:
    console = consoles.sign_in("operator")
    console.open_asset("P-101")
    console.page.keyboard.press("f")
    console.page.wait_for_timeout(1000)
    assert red_share(console) < 0.001
    with worn_bearing(twin):
        expect(console.part("P-101")).to_have_attribute(
            "data-colour", "p1", timeout=SLOW_MILLISECONDS
        )
        # Unacknowledged it flashes: one half of each second is dark.
        eventually(lambda: red_share(console) > 0.03, seconds=20, what="a red pump")
        expect(console.part("P-102")).to_have_attribute("data-colour", "normal")
        console.shot("alarm-in-3d")
    expect(console.part("P-101")).to_have_attribute(
        "data-colour", "normal", timeout=SLOW_MILLISECONDS
    )
    eventually(lambda: red_share(console) < 0.001, seconds=20, what="a grey pump")


def test_a_click_on_a_part_selects_its_asset(consoles: Consoles) -> None:
    console = consoles.sign_in("viewer")
    tag = resting_box(console.page.locator(".tag", has_text="T-101"))
    console.page.mouse.click(tag["x"] + tag["width"] / 2, tag["y"] + tag["height"] + 60)
    expect(console.page.get_by_role("region", name="Asset T-101")).to_be_visible()
    expect(console.tree_row("T-101")).to_have_attribute("aria-selected", "true")
