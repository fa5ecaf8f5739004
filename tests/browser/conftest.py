"""A browser, and consoles in it, of the one running twin."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.browser.console_page import ConsolePage
from tests.browser.watch import Watch
from tests.twin_process import Twin

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
WITHOUT_GPU = (
    "--no-sandbox",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist",
)
DESKTOP = {"width": 1440, "height": 900}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start the system's Chromium; not for longer than a module, as it holds an event loop."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        pytest.skip(f"none of {', '.join(PROGRAMS)} is installed; try apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(WITHOUT_GPU))
        yield browser
        browser.close()


@dataclass
class Consoles:
    """Opens consoles of the twin and remembers them."""

    browser: Browser
    url: str
    users: dict[str, tuple[str, str]]
    contexts: list[BrowserContext] = field(default_factory=list)
    opened: list[ConsolePage] = field(default_factory=list)

    def visit(self, **options: Any) -> ConsolePage:  # noqa: ANN401
        """Open the console as somebody who comes for the first time."""
        settings = {"viewport": DESKTOP, "locale": "en-GB", "timezone_id": "Europe/Berlin"}
        context = self.browser.new_context(**{**settings, **options})
        self.contexts.append(context)
        console = ConsolePage(context.new_page(), Watch())
        console.watch.follow(console.page)
        console.page.goto(self.url)
        self.opened.append(console)
        return console

    def sign_in(self, role: str, **options: Any) -> ConsolePage:  # noqa: ANN401
        """Open the console, sign in as a user of a role and wait until everything is there."""
        console = self.visit(**options)
        console.sign_in(*self.users[role])
        console.wait_until_open()
        return console


@pytest.fixture(scope="session")
def users(twin: Twin) -> dict[str, tuple[str, str]]:
    """Return name and password of one user of each role."""
    return {
        user["groups"][0]: (user["name"], user["password"]) for user in twin.run("status")["users"]
    }


@pytest.fixture(scope="session")
def console_url(twin: Twin) -> str:
    """Return where the console is."""
    url: str = twin.run("status")["console_url"]
    return url


@pytest.fixture
def consoles(
    browser: Browser,
    console_url: str,
    users: dict[str, tuple[str, str]],
    request: pytest.FixtureRequest,
) -> Iterator[Consoles]:
    """Open consoles; afterwards keep a picture of each and fail where anything went wrong in it."""
    consoles = Consoles(browser, console_url, users)
    yield consoles
    for number, console in enumerate(consoles.opened):
        name = re.sub(r"[^\w.]+", "-", request.node.name).strip("-")
        console.shot(f"{name}-{number}" if number else name)
    for context in consoles.contexts:
        context.close()
    for console in consoles.opened:
        console.watch.check()
