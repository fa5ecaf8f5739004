"""The console as a user has it before them: where things are and how they are used."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.browser.watch import Watch
from tests.twin_process import ROOT

ARTIFACTS = ROOT / "artifacts" / "browser"
SLOW_MILLISECONDS = 60_000
"""For what a container or a fault of the plant has to do first."""

FIRST_MODEL_MILLISECONDS = 150_000
"""For the conversion of the site's own CAD, which a new twin does after it is ready."""


@dataclass
class ConsolePage:
    """One tab with the console."""

    page: Page
    watch: Watch

    def sign_in(self, name: str, password: str) -> None:
        """Type name and password and send them."""
        self.page.get_by_label("User name").fill(name)
        self.page.get_by_label("Password").fill(password)
        self.page.get_by_role("button", name="Sign in").click()

    def wait_until_open(self) -> None:
        """Wait for the site, its model and the live connection."""
        expect(self.page.locator("[data-badge=live]")).to_be_visible(timeout=SLOW_MILLISECONDS)
        expect(self.part("P-101")).not_to_have_attribute(
            "data-meshes", "0", timeout=FIRST_MODEL_MILLISECONDS
        )

    def tree_row(self, asset: str) -> Locator:
        """Return the row of an asset in the tree."""
        return self.page.locator(f".tree-row[data-asset='{asset}']")

    def part(self, asset: str) -> Locator:
        """Return how an asset is drawn, in words."""
        return self.page.locator(f".part-list li[data-asset='{asset}']")

    def signal(self, alias: str) -> Locator:
        """Return the row of a signal in the asset's card."""
        return self.page.locator(f"[data-signal='{alias}']")

    def command(self, command: str) -> Locator:
        """Return the widget of a command."""
        return self.page.locator(f"[data-command='{command}']")

    def alarm(self, alarm: str) -> Locator:
        """Return the row of an alarm in the list."""
        return self.page.locator(f"tr[data-alarm='{alarm}']")

    def open_asset(self, asset: str) -> None:
        """Select an asset in the tree."""
        self.tree_row(asset).click()
        expect(self.page.get_by_role("region", name=f"Asset {asset}")).to_be_visible()

    def shot(self, name: str) -> Path:
        """Keep a picture of the page."""
        ARTIFACTS.mkdir(parents=True, exist_ok=True)
        path = ARTIFACTS / f"{name}.png"
        self.page.screenshot(path=path)
        return path
