"""A CAD file from the disk of an engineer to the scene that everybody sees."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Request, expect

from tests.browser.conftest import Consoles
from tests.browser.console_page import ConsolePage

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.container,
    pytest.mark.timeout(600),
]

CONVERSION_MILLISECONDS = 180_000


def choose(console: ConsolePage, file: Path) -> None:
    """Open the dialog and choose a file."""
    console.page.get_by_role("button", name="Upload…").click()
    console.page.locator("dialog input[type=file]").set_input_files(file)


def test_a_step_file_is_sent_converted_and_seen(consoles: Consoles, samples: Path) -> None:
    console, viewer = consoles.sign_in("engineer"), consoles.sign_in("viewer")
    sent: list[Request] = []
    console.page.on("request", lambda request: sent.append(request))
    choose(console, samples / "cad" / "as1-oc-214.stp")
    job = console.page.locator(".job", has_text="as1-oc-214.stp")
    expect(job).to_have_attribute("data-phase", "converting")
    console.shot("upload-converting")
    expect(job.get_by_role("status")).to_contain_text("%")
    expect(job).to_have_attribute("data-phase", "done", timeout=CONVERSION_MILLISECONDS)
    expect(job.locator("progress")).to_have_attribute("value", "1")
    checksums = [one.headers["x-amz-checksum-sha256"] for one in sent if one.method == "PUT"]
    assert [len(checksum) for checksum in checksums] == [44]

    job.get_by_role("button", name="Show in 3D").click()
    console.page.get_by_role("button", name="Parts").click()
    model = console.page.locator("[data-model='as1-oc-214']")
    model.locator("summary").click()
    for part in ("rod-assembly", "nut", "plate", "l-bracket"):
        expect(model.locator(".nodes button", has_text=part).first).to_be_visible()
    console.page.wait_for_timeout(1500)
    console.shot("uploaded-model")
    # Everybody else sees it too, without a reload.
    expect(viewer.page.locator("[data-model='as1-oc-214']")).to_have_count(1)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"this is no STEP file\n", "CONTENT_NOT_AS_NAMED"),
        (b"ISO-10303-21;\nHEADER;\nENDSEC;\nDATA;\n#1=CARTESIAN", "STEP_TRUNCATED"),
    ],
    ids=["text", "truncated"],
)
def test_a_file_that_is_no_model_is_refused_with_the_reason(
    consoles: Consoles, tmp_path: Path, content: bytes, code: str
) -> None:
    file = tmp_path / f"{code.lower()}.step"
    file.write_bytes(content)
    console = consoles.sign_in("engineer")
    choose(console, file)
    job = console.page.locator(".job", has_text=file.name)
    expect(job).to_have_attribute("data-phase", "failed", timeout=CONVERSION_MILLISECONDS)
    expect(job.get_by_role("alert")).to_contain_text(f"({code})")
    expect(console.page.locator("[data-model]", has_text=file.stem)).to_have_count(0)


def test_an_upload_goes_on_while_its_dialog_is_closed(consoles: Consoles, tmp_path: Path) -> None:
    file = tmp_path / "closed.step"
    file.write_bytes(b"this is no STEP file either\n")
    console = consoles.sign_in("engineer")
    choose(console, file)
    console.page.get_by_role("button", name="Close").click()
    console.page.get_by_role("button", name="Upload…").click()
    job = console.page.locator(".job", has_text="closed.step")
    expect(job).to_have_attribute("data-phase", "failed", timeout=CONVERSION_MILLISECONDS)


@pytest.mark.parametrize("role", ["viewer", "operator"])
def test_who_may_not_upload_is_not_offered_to(consoles: Consoles, role: str) -> None:
    console = consoles.sign_in(role)
    expect(console.page.get_by_role("button", name="Upload…")).to_have_count(0)
