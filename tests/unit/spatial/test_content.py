"""What a file is, by its bytes."""

from __future__ import annotations

from pathlib import Path

import pytest

from twin.spatial.content import HEAD_BYTES, TAIL_BYTES, Sample, detect
from twin.spatial.errors import ContentNotAsNamed, ContentUnknown, StepTruncated, UploadEmpty

STEP = b"ISO-10303-21;\nHEADER;\nFILE_SCHEMA(('AUTOMOTIVE_DESIGN'));\nENDSEC;\nEND-ISO-10303-21;\n"


def sample_of(content: bytes) -> Sample:
    return Sample(len(content), content[:HEAD_BYTES], content[-TAIL_BYTES:])


def test_step_is_recognised_by_its_first_and_last_line() -> None:
    assert detect(sample_of(STEP), file_name="pump.step") == "step"


def test_byte_order_mark_does_not_hide_a_step_file() -> None:
    assert detect(sample_of(b"\xef\xbb\xbf" + STEP), file_name="pump.stp") == "step"


def test_step_file_without_its_end_is_truncated() -> None:
    with pytest.raises(StepTruncated) as raised:
        detect(sample_of(STEP[:60]), file_name="pump.step")
    assert raised.value.code == "STEP_TRUNCATED"


def test_text_named_step_is_not_as_named() -> None:
    with pytest.raises(ContentNotAsNamed) as raised:
        detect(sample_of(b"Dear all, please find attached"), file_name="pump.step")
    assert raised.value.found == "no known format"


def test_step_file_named_glb_is_not_as_named() -> None:
    with pytest.raises(ContentNotAsNamed):
        detect(sample_of(STEP), file_name="pump.glb")


def test_name_without_a_known_ending_is_no_promise() -> None:
    assert detect(sample_of(STEP), file_name="pump.dat") == "step"


def test_ifc_is_not_taken_for_cad() -> None:
    ifc = STEP.replace(b"AUTOMOTIVE_DESIGN", b"IFC2X3")
    assert detect(sample_of(ifc), file_name="house.ifc") == "ifc"


def test_empty_file_is_its_own_error() -> None:
    with pytest.raises(UploadEmpty):
        detect(sample_of(b""), file_name="pump.step")


def test_unknown_bytes_are_refused() -> None:
    with pytest.raises(ContentUnknown):
        detect(sample_of(b"\x00\x01\x02"), file_name="pump.bin")


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("cad/as1-oc-214.stp", "step"),
        ("cad/dm1-id-214.stp", "step"),
        ("cad/io1-cm-214.stp", "step"),
        ("cad/box_sides.STEP", "step"),
        ("cad/featuretype.STEP", "step"),
        ("cad/red_cube_blue_cylinder.step", "step"),
        ("cad/as1_pe_203.igs", "iges"),
        ("bim/AC14-FZK-Haus.ifc", "ifc"),
        ("mesh/CesiumMilkTruck.glb", "glb"),
        ("mesh/ADIS16480.STL", "stl"),
        ("mesh/cycloidal.ply", "ply"),
        ("pointcloud/autzen_trim.laz", "las"),
        ("pointcloud/bunnyDouble.e57", "e57"),
        ("photo/berlin_01.jpg", "jpeg"),
    ],
)
def test_real_files_are_recognised(samples: Path, path: str, expected: str) -> None:
    file = samples / path
    assert detect(sample_of(file.read_bytes()), file_name=file.name) == expected
