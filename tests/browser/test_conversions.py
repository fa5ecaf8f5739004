"""The list of conversions: what becomes of a file, why it failed, and beginning it again."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Consoles
from tests.browser.console_page import ConsolePage
from tests.browser.test_upload import CONVERSION_MILLISECONDS, choose
from tests.integration.convert_media.matroska_files import MatroskaFile, head

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.container,
    pytest.mark.timeout(600),
]

CODEC = b"V_VP8"
"""Which browsers do not play in MP4: the conversion says so, and what to do."""


def opened(console: ConsolePage, file_name: str) -> Locator:
    """Open the list and return the row of a file."""
    console.page.get_by_role("button", name="Conversions…").click()
    return console.page.locator("[data-conversion]", has_text=file_name)


def test_a_failed_conversion_says_why_and_is_begun_again(
    consoles: Consoles, tmp_path: Path
) -> None:
    file = tmp_path / "inspection-walk.webm"
    file.write_bytes(
        MatroskaFile(parts={"head": head(b"webm")}, codec=CODEC, private=b"").content()
    )
    engineer, viewer = consoles.sign_in("engineer"), consoles.sign_in("viewer")
    seen = opened(viewer, file.name)
    expect(seen).to_have_count(0)
    choose(engineer, file)
    engineer.page.get_by_role("button", name="Close").click()
    row = opened(engineer, file.name)
    expect(row).to_have_attribute("data-state", "FAILED", timeout=CONVERSION_MILLISECONDS)
    expect(row.locator(".problem")).to_contain_text("(SOURCE_UNSUPPORTED)")
    expect(row.locator(".problem")).to_contain_text("video_to_ladder")
    engineer.shot("conversions")

    row.get_by_role("button", name="again").click()
    expect(row.get_by_role("status")).to_contain_text("attempt 2")
    expect(row).to_have_attribute("data-state", "FAILED", timeout=CONVERSION_MILLISECONDS)
    # Who looks on saw all of it without a reload, and is not offered to act.
    expect(seen.get_by_role("status")).to_contain_text("attempt 2")
    expect(seen).to_have_attribute("data-state", "FAILED")
    expect(seen.get_by_role("button")).to_have_count(0)
