"""Dark and light, large and small: everything can be read and reached."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Consoles
from tests.browser.pixels import colours_of

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(600)]


def brightness(part: Locator) -> float:
    """Return the mean brightness of a part of the page, from 0 to 1."""
    colours = colours_of(part)
    return sum(map(sum, colours)) / (3 * 255 * len(colours))


def test_the_theme_changes_page_and_scene_and_stays(consoles: Consoles) -> None:
    console = consoles.sign_in("viewer")
    body, canvas = console.page.locator("body"), console.page.locator("canvas[aria-label^='3D']")
    assert brightness(body) < 0.35
    assert brightness(canvas) < 0.35
    console.page.get_by_role("button", name="Use the light theme").click()
    console.page.wait_for_timeout(1000)
    assert brightness(body) > 0.65
    assert brightness(canvas) > 0.55
    console.page.reload()
    console.wait_until_open()
    expect(console.page.locator("html")).to_have_attribute("data-theme", "light")


@pytest.mark.parametrize("width", [390, 820, 1280, 1920])
def test_nothing_is_wider_than_the_screen(consoles: Consoles, width: int) -> None:
    console = consoles.sign_in("engineer", viewport={"width": width, "height": 844})
    wide = console.page.evaluate("document.documentElement.scrollWidth")
    assert wide <= width


def test_on_a_phone_one_view_is_shown_at_a_time(consoles: Consoles) -> None:
    console = consoles.sign_in("operator", viewport={"width": 390, "height": 844}, has_touch=True)
    views = console.page.get_by_role("navigation", name="Views")
    for view, region in (
        ("Alarms", "Alarms"),
        ("Assets", "Assets"),
        ("Trend", "Trend"),
        ("3D", "3D view"),
    ):
        views.get_by_role("button", name=view, exact=True).click()
        expect(console.page.get_by_role("region", name=region)).to_be_visible()
        assert console.page.locator(".pane:visible").count() == 1
        console.page.wait_for_timeout(700)
        console.shot(f"phone-{view.lower()}")
    views.get_by_role("button", name="Assets").click()
    console.tree_row("P-101").click()
    expect(console.page.get_by_role("region", name="Asset P-101")).to_be_visible()


def test_the_keyboard_finds_selects_and_lets_go(consoles: Consoles) -> None:
    console = consoles.sign_in("viewer")
    console.page.keyboard.press("/")
    console.page.keyboard.type("cooler")
    expect(console.page.locator(".tree-row")).to_have_count(2)
    console.tree_row("E-101").focus()
    console.page.keyboard.press("Enter")
    expect(console.page.get_by_role("region", name="Asset E-101")).to_be_visible()
    console.page.keyboard.press("Escape")
    expect(console.page.get_by_role("region", name="Site")).to_be_visible()
