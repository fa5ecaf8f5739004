"""COPC: every field of every point of the source, read back by another reader."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.integration.conversion_image import Outcome
from tests.integration.convert_points.clouds import Las
from tests.integration.convert_points.conftest import PointsConverter

pytestmark = [pytest.mark.container, pytest.mark.slow]


def compared(converter: PointsConverter, source: Path, outcome: Outcome, folder: Path) -> Any:  # noqa: ANN401
    target = folder / "cloud.copc.laz"
    target.write_bytes(outcome.files[target.name])
    return json.loads(converter.run("read_copc.py", str(source), str(target), folder=folder))


def test_laz_comes_out_as_it_went_in(
    converter: PointsConverter, autzen: Outcome, samples: Path, tmp_path: Path
) -> None:
    source = samples / "pointcloud" / "autzen_trim.laz"
    found = compared(converter, source, autzen, tmp_path)
    assert (found["points"], found["same"], found["in_parts"]) == (110_000, True, 110_000)
    assert found["crs"] == "NAD_1983_HARN_Lambert_Conformal_Conic"
    assert found["levels"]["0"] > 1000 and sum(found["levels"].values()) == 110_000


@pytest.mark.parametrize(
    ("name", "points", "crs"),
    [
        ("4_6_crop.las", 23_875, "NAD83(HARN) / New Mexico Central (ftUS)"),
        ("1.2-with-color.las", 1065, ""),
        ("extrabytes.las", 1065, ""),
        ("simple.copc.laz", 1065, "NAD83 / Oregon LCC (m) + NAVD88 height (ftUS)"),
    ],
)
def test_real_clouds_keep_points_attributes_and_system(
    converter: PointsConverter, samples: Path, tmp_path: Path, name: str, points: int, crs: str
) -> None:
    source = samples / "pointcloud" / name
    outcome = converter.convert_points(source.read_bytes())
    found = compared(converter, source, outcome, tmp_path)
    assert (found["points"], found["same"], found["crs"]) == (points, True, crs)
    assert outcome.manifest.facts["points"] == points


def test_clusters_far_from_each_other_are_all_reached(
    converter: PointsConverter, tmp_path: Path
) -> None:
    """Nodes between them have no points of their own, and still join the hierarchy."""
    far = 2_000_000
    dense = [(far + at % 400, far + at // 400, 7) for at in range(120_000)]
    source = tmp_path / "far.las"
    source.write_bytes(Las(points=[(0, 0, 0), *dense]).to_bytes())
    outcome = converter.convert_points(source.read_bytes())
    assert compared(converter, source, outcome, tmp_path)["points"] == 120_001
    assert int(outcome.manifest.facts["octree_levels"]) > 2


def test_same_file_gives_the_same_bytes(
    converter: PointsConverter, autzen: Outcome, samples: Path
) -> None:
    again = converter.convert_points((samples / "pointcloud" / "autzen_trim.laz").read_bytes())
    assert again.files == autzen.files


def test_picture_shows_the_cloud(
    converter: PointsConverter, autzen: Outcome, tmp_path: Path
) -> None:
    picture = tmp_path / "thumbnail.webp"
    picture.write_bytes(autzen.files[picture.name])
    seen = json.loads(converter.run("look.py", str(picture), folder=tmp_path))
    assert seen["size"] == [512, 512]
    assert 0.1 < seen["drawn"] < 0.6


def test_facts_are_those_of_the_manifest(autzen: Outcome) -> None:
    assert autzen.json("cloud.json") == dict(autzen.manifest.facts)
