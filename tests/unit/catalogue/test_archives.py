"""Archives: what is one, and its bytes."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.catalogue.archive.archive import (
    KEEP_SECONDS,
    MAXIMUM_BYTES,
    STALE_SECONDS,
    ArchiveTooLarge,
    requested,
)
from twin.catalogue.archive.zip_stream import Member, zip_stream
from twin.catalogue.identity import AssetId
from twin.catalogue.version import AssetVersion

PUMP = AssetId("site", "pump")


def version(size_bytes: int) -> AssetVersion:
    return AssetVersion(3, "ab" * 32, 1, size_bytes, "Pump", "", (), {}, "", 0.0, "ana")


def archived(files: dict[str, list[bytes]], modified_at: float = 1.8e9) -> bytes:
    members = [
        Member(path, sum(map(len, blocks)), lambda blocks=blocks: blocks)  # type: ignore[misc]
        for path, blocks in files.items()
    ]
    return b"".join(zip_stream(members, modified_at=modified_at))


@given(
    st.dictionaries(
        st.text(st.characters(exclude_characters="/\\\0", exclude_categories=["Cs"]), min_size=1),
        st.lists(st.binary(max_size=64), max_size=3),
        max_size=5,
    )
)
def test_every_file_comes_out_as_it_went_in(files: dict[str, list[bytes]]) -> None:
    content = archived(files)
    assert content == archived(files)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        found = {info.filename: archive.read(info) for info in archive.infolist()}
    assert found == {path: b"".join(blocks) for path, blocks in files.items()}


def test_files_that_are_packed_already_are_not_packed_again() -> None:
    content = archived({"a.step": [b"x" * 1000], "b.jpg": [b"x" * 1000]})
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sizes = {info.filename: info.compress_size for info in archive.infolist()}
    assert sizes["a.step"] < 100
    assert sizes["b.jpg"] == 1000


@pytest.mark.parametrize(("modified_at", "year"), [(0.0, 1980), (1.8e9, 2027), (9e9, 2107)])
def test_dates_are_those_that_an_archive_can_say(modified_at: float, year: int) -> None:
    content = archived({"a": [b"1"]}, modified_at)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.infolist()[0].date_time[0] == year


def test_an_archive_lives_for_a_day_and_a_request_until_it_must_be_lost() -> None:
    asked = requested(PUMP, version(1), now=100.0)
    assert asked.is_alive(100.0 + STALE_SECONDS - 1)
    assert not asked.is_alive(100.0 + STALE_SECONDS)
    ready = asked.ready(size_bytes=10, now=200.0)
    assert ready.is_alive(200.0 + KEEP_SECONDS - 1)
    assert not ready.is_alive(200.0 + KEEP_SECONDS)
    assert not asked.failed(ArchiveTooLarge("no"), now=200.0).is_alive(201.0)


def test_what_is_too_large_is_refused_before_anything_is_packed() -> None:
    assert requested(PUMP, version(MAXIMUM_BYTES), now=0.0).state == "REQUESTED"
    with pytest.raises(ArchiveTooLarge, match="twin assets download"):
        requested(PUMP, version(MAXIMUM_BYTES + 1), now=0.0)
