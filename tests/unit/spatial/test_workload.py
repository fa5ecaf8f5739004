"""How much work a file is, by what its first and last bytes state."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest

from twin.spatial.sample import Sample
from twin.spatial.workload import work_bytes


def las(minor: int, legacy: int, points: int) -> bytes:
    header = bytearray(375)
    header[:4], header[24], header[25] = b"LASF", 1, minor
    struct.pack_into("<HI", header, 105, 30, legacy)
    struct.pack_into("<Q", header, 247, points)
    return bytes(header)


@pytest.mark.parametrize(("minor", "points"), [(2, 1_000), (3, 1_000), (4, 2**33)])
def test_las_counts_as_its_records(minor: int, points: int) -> None:
    assert work_bytes("laz", Sample.of(las(minor, 1_000, 2**33))) == points * 30


def test_las_that_ends_in_its_header_counts_as_its_size() -> None:
    assert work_bytes("las", Sample.of(b"LASF")) == 4


def test_archive_counts_as_what_its_directory_states() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a", bytes(70_000))
        archive.writestr("b", bytes(30_000))
    assert len(file.getvalue()) < 1_000
    assert work_bytes("3mf", Sample.of(file.getvalue())) == 100_000


def test_entry_that_is_cut_off_is_not_counted() -> None:
    assert work_bytes("usdz", Sample.of(b"PK\1\2" + bytes(41))) == 45


def test_other_files_count_as_their_size() -> None:
    assert work_bytes("step", Sample.of(bytes(123))) == 123
