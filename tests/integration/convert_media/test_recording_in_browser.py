"""What a browser records is converted, and the browser plays what came out, with its sound."""

from __future__ import annotations

import base64
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, sync_playwright

from tests.integration.conversion_image import ConversionImage
from tests.integration.convert_media.conftest import HERE

pytestmark = [pytest.mark.container, pytest.mark.slow]

SECONDS = 2
PLAY = """
async (content) => {
  const bytes = Uint8Array.from(atob(content), (one) => one.charCodeAt(0));
  const video = document.createElement("video");
  video.muted = true;
  video.src = URL.createObjectURL(new Blob([bytes], {type: "video/mp4"}));
  document.body.append(video);
  await new Promise((done, fail) => {
    video.addEventListener("ended", done, {once: true});
    video.addEventListener("error", () => fail(video.error.message), {once: true});
    video.play();
  });
  return {
    size: [video.videoWidth, video.videoHeight],
    seconds: video.duration,
    decoded: video.getVideoPlaybackQuality().totalVideoFrames,
    heard: video.webkitAudioDecodedByteCount,
  };
}
"""


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    program = next(filter(None, map(shutil.which, ("chromium", "google-chrome"))), None)
    if program is None:
        pytest.skip("no chromium is installed")
    options = ["--no-sandbox", "--autoplay-policy=no-user-gesture-required"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=options)
        yield browser.new_page()
        browser.close()


def recorded(page: Page, kind: str) -> bytes:
    """Return two seconds of a picture and a tone, as the browser records them."""
    found = page.evaluate((HERE / "record_webm.js").read_text(), [kind, SECONDS])
    if "unsupported" in found:
        pytest.skip(f"this browser does not record {kind}")
    return base64.b64decode(found["content"])


@pytest.mark.parametrize(("codec", "name"), [("av01", "av01"), ("vp9", "vp09")])
def test_recording_is_played_with_its_sound(
    converter: ConversionImage, page: Page, codec: str, name: str
) -> None:
    recording = recorded(page, f"video/webm;codecs={codec},opus")
    outcome = converter.convert("video_to_web", recording)
    assert outcome.exit_code == 0, outcome.log
    facts = dict(outcome.manifest.facts)
    assert (facts["video_codec"], facts["sound_codec"]) == (name, "Opus")
    assert not outcome.json("video.json")["warnings"]
    played = page.evaluate(PLAY, base64.b64encode(outcome.files["web.mp4"]).decode())
    assert played["size"] == [320, 180]
    assert played["seconds"] == pytest.approx(facts["duration_seconds"], abs=0.15)
    assert played["heard"] > 0
    # A browser may leave out pictures at the end of what it plays.
    assert played["decoded"] >= int(facts["frames"]) - 2


def test_vp8_is_refused_with_what_to_do_and_coded_anew(
    converter: ConversionImage, page: Page
) -> None:
    recording = recorded(page, "video/webm;codecs=vp8,opus")
    refused = converter.convert("video_to_web", recording)
    assert (refused.exit_code, refused.error["code"]) == (10, "SOURCE_UNSUPPORTED")
    assert "video_to_ladder" in refused.error["expected"]
    outcome = converter.convert("video_to_ladder", recording)
    assert outcome.exit_code == 0, outcome.log
    assert {"av1_full.mp4", "sound.mp4"} <= outcome.files.keys()
    played = page.evaluate(PLAY, base64.b64encode(outcome.files["av1_full.mp4"]).decode())
    assert played["size"] == [320, 180]
