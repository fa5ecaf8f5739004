"""The media converters, run as their image does."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.integration.conversion_image import ConversionImage, registered
from tests.integration.convert_media.heic import HEIC

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Made:
    """What was made of many files: facts and pictures by their names, the files in folders."""

    folder: Path
    told: Mapping[str, Any]

    def facts(self, name: str) -> dict[str, Any]:
        """Return the facts of one conversion."""
        facts: dict[str, Any] = self.told[name]["facts"]
        return facts

    def picture(self, name: str, file: str = "web.webp") -> Any:  # noqa: ANN401 - any JSON
        """Return size, metadata and corners of a picture."""
        return self.told[name]["pictures"][file]

    def json(self, name: str, file: str) -> Any:  # noqa: ANN401 - any JSON
        """Return a record."""
        return json.loads((self.folder / name / file).read_text())


@pytest.fixture(scope="session")
def converter(repository_root: Path, s3_endpoint: str) -> ConversionImage:
    return ConversionImage(repository_root, s3_endpoint, "convert_media")


def made(converter: ConversionImage, name: str, sources: Path, folder: Path) -> Made:
    """Convert all files of a folder."""
    parameters = json.dumps(dict(registered(name).parameters))
    printed = converter.python_output(
        HERE / "convert_all.py", name, str(sources), str(folder), parameters, folder=folder
    )
    return Made(folder, json.loads(printed))


@pytest.fixture(scope="session")
def photos(converter: ConversionImage, tmp_path_factory: pytest.TempPathFactory) -> Made:
    sources, folder = tmp_path_factory.mktemp("photos"), tmp_path_factory.mktemp("made")
    converter.python_output(HERE / "make_photos.py", str(sources), folder=folder)
    (sources / "four.heic").write_bytes(HEIC)
    return made(converter, "photo_to_web", sources, folder)


@pytest.fixture(scope="module")
def shown(
    converter: ConversionImage, sources: Path, tmp_path_factory: pytest.TempPathFactory
) -> Made:
    """Return what browsers are shown of the videos that a module has as its `sources`."""
    return made(converter, "video_to_web", sources, tmp_path_factory.mktemp("shown"))
