"""A browser plays a coded rendition through Media Source Extensions, by its playlist alone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, sync_playwright

from tests.integration.conversion_image import ConversionImage
from tests.integration.convert_media.conftest import HERE, made
from tests.integration.convert_media.playlists import read_media, read_multivariant

pytestmark = [pytest.mark.container, pytest.mark.slow]

ORIGIN = "http://ladder.test/"
PLAY = """
async ([type, file, ranges, seconds]) => {
  if (!MediaSource.isTypeSupported(type)) return {unsupported: type};
  const video = document.createElement("video"), source = new MediaSource();
  video.muted = true;
  video.src = URL.createObjectURL(source);
  await new Promise((done) => source.addEventListener("sourceopen", done, {once: true}));
  const buffer = source.addSourceBuffer(type);
  const content = await (await fetch(file)).arrayBuffer();
  for (const [start, length] of ranges) {
    buffer.appendBuffer(content.slice(start, start + length));
    await new Promise((done) => buffer.addEventListener("updateend", done, {once: true}));
  }
  source.endOfStream();
  document.body.append(video);
  await new Promise((done, fail) => {
    video.addEventListener("seeked", done, {once: true});
    video.addEventListener("error", () => fail(video.error.message), {once: true});
    video.currentTime = seconds;
  });
  await video.play();
  await new Promise((done) => video.addEventListener("ended", done, {once: true}));
  return {
    size: [video.videoWidth, video.videoHeight],
    seconds: video.duration,
    buffered: [video.buffered.start(0), video.buffered.end(video.buffered.length - 1)],
    decoded: video.getVideoPlaybackQuality().totalVideoFrames,
  };
}
"""


@pytest.fixture
def page() -> Iterator[Page]:
    program = next(filter(None, map(shutil.which, ("chromium", "google-chrome"))), None)
    if program is None:
        pytest.skip("no chromium is installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser.new_page()
        browser.close()


def test_browser_plays_and_seeks(converter: ConversionImage, tmp_path: Path, page: Page) -> None:
    sources = tmp_path / "sources"
    folder = tmp_path / "ladders"
    sources.mkdir()
    folder.mkdir()
    converter.python_output(HERE / "make_videos_to_code.py", str(sources), folder=tmp_path)
    folder = made(converter, "video_to_ladder", sources, folder).folder / "motion_jpeg.mov"
    page.route(f"{ORIGIN}**", lambda route: answer(route, folder))
    page.goto(f"{ORIGIN}page.html")
    variants, _ = read_multivariant((folder / "ladder.m3u8").read_text())
    for one in variants:
        listed = read_media((folder / one["URI"]).read_text())
        name, start, length = listed.beginning
        ranges = [(start, length), *((part.start, part.length) for part in listed.segments)]
        kind = f'video/mp4; codecs="{one["CODECS"]}"'
        found = page.evaluate(PLAY, [kind, name, ranges, 2.0])
        assert "unsupported" not in found, found
        assert "x".join(map(str, found["size"])) == one["RESOLUTION"]
        assert found["seconds"] == pytest.approx(4.04, abs=0.01)
        assert found["buffered"] == pytest.approx([0, 4.04], abs=0.01)
        # From the middle to the end are two seconds.
        assert found["decoded"] >= 50


def answer(route: Route, folder: Path) -> None:
    """Answer a request with a file of the ladder; any page is an empty one."""
    name = route.request.url.removeprefix(ORIGIN)
    if name.endswith(".html"):
        route.fulfill(body="<!doctype html>", content_type="text/html")
    else:
        route.fulfill(body=(folder / name).read_bytes(), content_type="video/mp4")
