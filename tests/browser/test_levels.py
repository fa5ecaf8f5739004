"""A model of many triangles is seen coarse first, then whole; what cannot be loaded is told."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Response, expect

from tests.browser.conftest import Consoles
from tests.browser.console_page import SLOW_MILLISECONDS, ConsolePage
from tests.browser.pixels import colours_of, share
from tests.hills import hills, stl_of
from tests.twin_process import Twin

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.container,
    pytest.mark.timeout(600),
]

KEY = "hills"
SIDE = 320
"""204,800 triangles: from 200,000 on there are levels."""

SOURCE = stl_of(hills(SIDE))
COARSE, WHOLE = "model.lod1.glb", "model.glb"


@pytest.fixture(scope="module", autouse=True)
def published(twin: Twin, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Publish a model with one coarser level, until the tests of this file are over."""
    file = tmp_path_factory.mktemp("levels") / f"{KEY}.stl"
    file.write_bytes(SOURCE)
    twin.run("assets", "upload", str(file), "--key", KEY, "--wait")
    yield
    twin.run("assets", "delete", KEY)


def file_of_hills(name: str) -> re.Pattern[str]:
    """Return what the address of a file of the model matches: it has the digest of the source."""
    return re.compile(rf"/{hashlib.sha256(SOURCE).hexdigest()}/.*/{re.escape(name)}(\?|$)")


def loaded(page: Page) -> list[str]:
    """Return the names of the model's files, in the order in which they come from now on."""
    names: list[str] = []

    def note(response: Response) -> None:
        names.extend(name for name in (COARSE, WHOLE) if file_of_hills(name).search(response.url))

    page.on("response", note)
    return names


def look_at_hills(console: ConsolePage) -> float:
    """Bring the model before the camera; return how much of the view it fills."""
    console.page.get_by_role("button", name="Parts").click()
    console.page.locator(f"[data-model='{KEY}'] > button").click()
    console.page.wait_for_timeout(1500)
    colours = colours_of(console.page.locator("canvas[aria-label^='3D']"))
    return share(colours, lambda colour: colour != colours[0])


def test_coarse_model_comes_first_and_the_whole_one_takes_its_place(consoles: Consoles) -> None:
    console = consoles.visit()
    names = loaded(console.page)
    console.sign_in(*consoles.users["viewer"])
    console.wait_until_open()
    expect(console.page.locator(".scene-status")).to_have_count(0, timeout=SLOW_MILLISECONDS)
    assert names == [COARSE, WHOLE]
    assert look_at_hills(console) > 0.2


def test_whole_model_that_cannot_be_loaded_leaves_the_coarse_one_and_is_told(
    consoles: Consoles,
) -> None:
    console = consoles.visit()
    console.watch.expect(r"model\.glb|ERR_FAILED")
    console.page.route(file_of_hills(WHOLE), lambda route: route.abort("failed"))
    console.sign_in(*consoles.users["viewer"])
    console.wait_until_open()
    expect(console.page.locator(".scene-status")).to_contain_text(
        f"{KEY} is shown with less detail", timeout=SLOW_MILLISECONDS
    )
    assert look_at_hills(console) > 0.2


def test_coarse_model_that_cannot_be_loaded_is_passed_over(consoles: Consoles) -> None:
    console = consoles.visit()
    names = loaded(console.page)
    console.watch.expect(r"model\.lod1\.glb|ERR_FAILED")
    console.page.route(file_of_hills(COARSE), lambda route: route.abort("failed"))
    console.sign_in(*consoles.users["viewer"])
    console.wait_until_open()
    expect(console.page.locator(".scene-status")).to_have_count(0, timeout=SLOW_MILLISECONDS)
    assert names == [WHOLE]
    assert look_at_hills(console) > 0.2
