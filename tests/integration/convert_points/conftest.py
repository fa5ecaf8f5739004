"""The converter of point clouds, run as its image does."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from conversion_runtime.step import REFUSAL, REPORT
from tests.integration.conversion_batch import convert_batch
from tests.integration.conversion_image import ConversionImage, Outcome
from tests.integration.convert_points.tiles import Archive
from tests.integration.run_batch import LOG

HERE = Path(__file__).parent
CONVERTER = "points_to_tiles"
WARM = ("derivatives", "readers.any_format")


@dataclass(frozen=True)
class Made:
    """What a conversion came to: the code of its error, or "", and what it left."""

    code: str
    folder: Path

    @property
    def left(self) -> list[str]:
        """Return what there is beside the log and the report of the limited process."""
        return sorted({path.name for path in self.folder.iterdir()} - {LOG, REFUSAL, REPORT})

    @property
    def facts(self) -> dict[str, Any]:
        facts: dict[str, Any] = json.loads((self.folder / "cloud.json").read_text())
        return facts

    @property
    def archive(self) -> Archive:
        return Archive((self.folder / "tileset.3tz").read_bytes())


class PointsConverter(ConversionImage):
    """The image of the point cloud converter."""

    def convert_points(self, content: bytes, *options: str) -> Outcome:
        """Convert a file and require that it was converted."""
        outcome = self.convert(CONVERTER, content, *options)
        assert outcome.exit_code == 0, outcome.log
        return outcome

    def convert_many(self, contents: Mapping[str, bytes], folder: Path) -> dict[str, Made]:
        """Convert files, each in a limited process."""
        ended = convert_batch(self, contents, CONVERTER, folder, warm=WARM)
        return {
            name: Made(one.code if one.exit_code else "", one.folder) for name, one in ended.items()
        }

    def run(self, script: str, *arguments: str, folder: Path) -> str:
        """Run a script beside this file with the image's libraries; return what it printed."""
        return self.python_output(HERE / script, *arguments, folder=folder)


@pytest.fixture(scope="session")
def converter(repository_root: Path, s3_endpoint: str) -> PointsConverter:
    return PointsConverter(repository_root, s3_endpoint, "convert_points")


@pytest.fixture(scope="session")
def autzen(converter: PointsConverter, samples: Path) -> Outcome:
    """A real flight over Eugene, Oregon: 110,000 points in international feet."""
    return converter.convert_points((samples / "pointcloud" / "autzen_trim.laz").read_bytes())
