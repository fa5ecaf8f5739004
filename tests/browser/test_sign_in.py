"""Who gets in, how long they stay, and how they leave."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Consoles

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(600)]


def test_a_wrong_password_is_said_and_lets_nobody_in(consoles: Consoles) -> None:
    console = consoles.visit()
    console.watch.expect("400")
    name, _ = consoles.users["operator"]
    console.sign_in(name, "not-the-password")
    expect(console.page.get_by_role("alert")).to_contain_text("Incorrect username or password")
    expect(console.page.locator(".workspace")).to_have_count(0)


def test_the_right_password_shows_the_plant(consoles: Consoles) -> None:
    console = consoles.sign_in("operator")
    for asset in ("PS-1", "T-101", "P-101", "P-102", "E-101", "V-101"):
        expect(console.tree_row(asset)).to_be_visible()
    expect(console.page.locator(".user")).to_contain_text("operator")


def test_a_reload_stays_signed_in_and_goes_on_with_the_selection(consoles: Consoles) -> None:
    console = consoles.sign_in("viewer")
    console.open_asset("T-101")
    console.page.reload()
    console.wait_until_open()
    expect(console.page.get_by_role("region", name="Asset T-101")).to_be_visible()


def test_signing_out_ends_it_for_a_reload_too(consoles: Consoles) -> None:
    console = consoles.sign_in("viewer")
    console.page.get_by_role("button", name="Sign out").click()
    expect(console.page.get_by_label("Password")).to_be_visible()
    console.page.reload()
    expect(console.page.get_by_label("Password")).to_be_visible()
    expect(console.page.locator(".workspace")).to_have_count(0)


def test_without_a_token_the_api_answers_nobody(consoles: Consoles) -> None:
    console = consoles.visit()
    console.watch.expect("401")
    status = console.page.evaluate("async () => (await fetch('./api/site')).status")
    assert status == 401
