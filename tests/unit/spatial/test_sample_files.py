"""Every public sample file is detected as what it is, and not once it is cut in half."""

from __future__ import annotations

from pathlib import Path

import pytest

from twin.errors import TwinError
from twin.spatial.content import Sample, detect
from twin.spatial.content_zip import ends_as_zip

EXPECTED = {
    "bim/AC14-FZK-Haus.ifc": "ifc",
    "bim/ROOT-kalkzandsteen.ifczip": "ifczip",
    "bim/ROOT-kanaalplaatvloer.ifczip": "ifczip",
    "bim/ROOT-prefab_balkons.ifczip": "ifczip",
    "cad/as1-oc-214.stp": "step",
    "cad/dm1-id-214.stp": "step",
    "cad/io1-cm-214.stp": "step",
    "cad/box_sides.STEP": "step",
    "cad/featuretype.STEP": "step",
    "cad/red_cube_blue_cylinder.step": "step",
    "cad/as1_pe_203.igs": "iges",
    "mesh/CesiumMilkTruck.glb": "glb",
    "mesh/CesiumTexturedBox.glb": "glb",
    "mesh/ADIS16480.STL": "stl",
    "mesh/busted.STL": "stl",
    "mesh/counterXP.3MF": "3mf",
    "mesh/cycloidal.ply": "ply_mesh",
    "mesh/fandisk.obj": "obj",
    "mesh/box_embedded.FBX": "fbx",
    "mesh/maya_slime_7500_binary.fbx": "fbx",
    "mesh/spider.fbx": "fbx",
    "photo/berlin_01.jpg": "jpeg",
    "photo/corrupt_exif.jpg": "jpeg",
    "photo/empty_exif.jpg": "jpeg",
    "pointcloud/1.2-with-color.las": "las",
    "pointcloud/4_6_crop.las": "las",
    "pointcloud/autzen_trim_7.las": "las",
    "pointcloud/extrabytes.las": "las",
    "pointcloud/autzen_trim.laz": "laz",
    "pointcloud/simple.copc.laz": "copc",
    "pointcloud/ColouredCubeDouble.e57": "e57",
    "pointcloud/ZeroPoints.e57": "e57",
    "pointcloud/bad-crc.e57": "e57",
    "pointcloud/bunnyDouble.e57": "e57",
    "usd/CesiumMan.usdz": "usdz",
    "usd/UtahTeapot.usd": "usd",
    "video/max-heromode.mp4": "mp4",
    "fmu/Stair_out.csv": "csv",
    "telemetry/machine-temperature/combined_windows.json": "json",
}
NOTICED = {"ifc", "ifczip", "step", "glb", "3mf", "las", "e57", "usdz"}
"""Kinds whose files say where they end."""


@pytest.mark.parametrize(("path", "expected"), EXPECTED.items())
def test_sample_is_recognised(samples: Path, path: str, expected: str) -> None:
    file = samples / path
    sample = Sample.of(file.read_bytes())
    assert detect(sample, file_name=file.name) == expected
    # The ending is no help: the bytes alone say it.
    assert detect(sample, file_name="file") == expected


@pytest.mark.parametrize("path", [path for path, kind in EXPECTED.items() if kind in NOTICED])
def test_half_of_a_sample_is_refused(samples: Path, path: str) -> None:
    content = (samples / path).read_bytes()
    with pytest.raises(TwinError):
        detect(Sample.of(content[: len(content) // 2]), file_name=path)


@pytest.mark.parametrize("path", EXPECTED)
def test_sample_with_an_archive_behind_it_is_refused(samples: Path, path: str) -> None:
    sample = Sample.of((samples / path).read_bytes() + b"PK\x05\x06" + bytes(18))
    assert ends_as_zip(sample)
    if EXPECTED[path] not in ("ifczip", "3mf", "usdz"):
        with pytest.raises(TwinError):
            detect(sample, file_name="file")
