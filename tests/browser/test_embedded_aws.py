"""The page of the embedded AWS: each tab shows the running twin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from tests.browser.console_page import ARTIFACTS, FIRST_MODEL_MILLISECONDS, SLOW_MILLISECONDS
from tests.browser.watch import Watch
from tests.twin_process import Twin

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(600)]

SIZE: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
SUCCEEDED = "Conversion"
"""In the name of the state machine that converts the site's own CAD at the first start."""


@pytest.fixture
def page_url(twin: Twin) -> str:
    """Return the page's address as `twin status` tells it."""
    url: str = twin.run("status")["embedded_aws_url"]
    return url


@pytest.fixture(params=["light", "dark"])
def page(browser: Browser, page_url: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """Return the open page in each colour scheme; fail where anything goes wrong in it."""
    context = browser.new_context(viewport=SIZE, color_scheme=request.param, locale="en-GB")
    page = context.new_page()
    watch = Watch()
    watch.follow(page)
    page.goto(page_url)
    yield page
    context.close()
    watch.check()


def open_tab(page: Page, name: str) -> Locator:
    """Choose a tab and return its panel."""
    page.get_by_role("tab", name=name).click()
    panel = page.get_by_role("tabpanel", name=name)
    expect(panel).to_be_visible()
    return panel


def shot(page: Page, name: str, request: pytest.FixtureRequest) -> None:
    """Keep a picture of the page."""
    ARTIFACTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=ARTIFACTS / f"embedded-aws-{name}-{request.node.callspec.id}.png")


def test_what_is_deployed(page: Page, twin: Twin, request: pytest.FixtureRequest) -> None:
    panel = open_tab(page, "Resources")
    health: dict[str, Any] = twin.run("status")["health"]
    figures = page.get_by_label("State", exact=True)
    expect(figures).to_contain_text(f"Functions{health['functions']}")
    panel.get_by_label("Filter").fill("AWS::Lambda::Function")
    rows = panel.get_by_role("row").filter(has_text="AWS::Lambda::Function")
    expect(rows).to_have_count(health["functions"])
    rows.first.click()
    detail = panel.get_by_role("complementary", name="Resource")
    expect(detail).to_contain_text("a function: code that runs on request")
    rows.first.press("ArrowDown")
    expect(rows.nth(1)).to_be_focused()
    rows.nth(1).press("Enter")
    expect(rows.nth(1)).to_have_attribute("aria-selected", "true")
    shot(page, "resources", request)
    detail.get_by_role("link", name="Its log lines").click()
    expect(page.get_by_role("tabpanel", name="Logs")).to_be_visible()


def test_log_lines_as_they_come(page: Page, request: pytest.FixtureRequest) -> None:
    panel = open_tab(page, "Logs")
    lines = panel.get_by_role("log").locator("li")
    expect(lines.filter(has_text="REPORT RequestId").first).to_be_visible(timeout=SLOW_MILLISECONDS)
    expect(panel.get_by_label("Follow")).to_be_checked()
    shot(page, "logs", request)
    panel.get_by_label("Filter").fill("START RequestId")
    expect(lines.filter(has_text="REPORT")).to_have_count(0)
    expect(lines.first).to_contain_text("START RequestId", timeout=SLOW_MILLISECONDS)
    panel.get_by_label("Filter").fill("")
    panel.get_by_label("Source").select_option("process:embedded-aws")
    expect(lines.filter(has_text="the embedded AWS answers at").first).to_be_attached()


def test_an_execution_as_a_graph(page: Page, request: pytest.FixtureRequest) -> None:
    panel = open_tab(page, "Executions")
    # With nothing chosen yet, the list has room for its last column.
    expect(panel.get_by_role("columnheader", name="Error")).to_be_in_viewport(ratio=1)
    panel.get_by_label("Filter").fill(SUCCEEDED)
    panel.get_by_label("Status").select_option("SUCCEEDED")
    row = panel.get_by_role("row").filter(has_text="execution").first
    row.click(timeout=FIRST_MODEL_MILLISECONDS)
    machine = panel.get_by_role("group", name="State machine")
    expect(machine.locator("[data-status=succeeded]").first).to_be_visible()
    assert_nothing_overlaps(machine)
    state = machine.locator("[data-status=succeeded]").first
    name = state.get_attribute("data-state")
    state.focus()
    state.press("Enter")
    expect(panel.locator(".about-state")).to_contain_text(f"{name}: succeeded")
    expect(panel.get_by_role("table", name="History")).to_contain_text("ExecutionSucceeded")
    shot(page, "execution", request)
    page.reload()
    expect(machine.locator("[data-status=succeeded]").first).to_be_visible()


def assert_nothing_overlaps(machine: Locator) -> None:
    """Fail where boxes of states overlap, but for a state that holds another's branches."""
    boxes = machine.evaluate(
        """machine => [...machine.querySelectorAll(".state > rect")].map(rect => {
            const { left, top, right, bottom } = rect.getBoundingClientRect();
            return { left, top, right, bottom, state: rect.parentNode.dataset.state };
        })"""
    )
    assert len(boxes) > 3
    for one in boxes:
        for other in boxes:
            apart = one["right"] <= other["left"] or one["bottom"] <= other["top"]
            apart |= other["right"] <= one["left"] or other["bottom"] <= one["top"]
            assert one is other or apart or holds(one, other) or holds(other, one), (one, other)


def holds(outer: dict[str, Any], inner: dict[str, Any]) -> bool:
    """Say whether one box lies within another."""
    sides = outer["left"] < inner["left"] and inner["right"] < outer["right"]
    return bool(sides and outer["top"] < inner["top"] and inner["bottom"] < outer["bottom"])


def test_calls_and_their_sums(page: Page, request: pytest.FixtureRequest) -> None:
    panel = open_tab(page, "Calls")
    sums = panel.get_by_role("table", name="Calls by operation")
    expect(sums).to_contain_text("BatchPutAssetPropertyValue")
    shot(page, "calls", request)
    newest = panel.get_by_role("table", name="Newest calls").locator("tbody tr")
    panel.get_by_label("Service").select_option("iotsitewise")
    expect(newest.filter(has_text="appsync")).to_have_count(0)
    expect(newest.first).to_contain_text("iotsitewise")
    panel.get_by_label("Filter").fill("no such operation")
    expect(panel).to_contain_text("No call is like that.")


def test_where_nobody_answers_the_page_says_so_and_goes_on(
    page: Page, request: pytest.FixtureRequest
) -> None:
    panel = open_tab(page, "Resources")
    row = panel.get_by_role("row").filter(has_text="AWS::S3::Bucket").first
    expect(row).to_be_visible()
    with_answers = page.get_by_role("alert")
    expect(with_answers).to_be_hidden()
    page.route("**/_twin/overview", lambda route: route.abort("aborted"))
    expect(page.get_by_role("alert")).to_contain_text("does not answer. Is `make up` running?")
    expect(row).to_be_visible()
    shot(page, "silent", request)
    page.unroute("**/_twin/overview")
    expect(page.get_by_role("alert")).to_be_hidden()


def test_the_tabs_are_used_with_the_keyboard_and_fit_a_phone(page: Page) -> None:
    page.set_viewport_size(PHONE)
    page.get_by_role("tab", name="Resources").focus()
    for name in ("Logs", "Executions", "Calls", "Resources"):
        page.keyboard.press("ArrowRight")
        expect(page.get_by_role("tab", name=name)).to_have_attribute("aria-selected", "true")
        expect(page.get_by_role("tabpanel", name=name)).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
