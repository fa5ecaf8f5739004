"""Which archives may be unpacked."""

from __future__ import annotations

import io
import stat
import zipfile
from collections.abc import Callable

import pytest

from twin.spatial import archive as rules
from twin.spatial.archive import members_of
from twin.spatial.errors import ArchiveDamaged, ArchiveError, ArchiveTooLarge, ArchiveUnsafe

Change = Callable[[zipfile.ZipInfo], None]


def archive(*names: str, content: bytes = b"x", change: Change | None = None) -> zipfile.ZipFile:
    """Return an archive with files of these names."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as written:
        for name in names:
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            if change:
                change(info)
            written.writestr(info, content)
    return zipfile.ZipFile(file)


def test_members_go_below_the_folder_of_the_archive() -> None:
    found = members_of(archive("a.step", "parts/b.step"), folder="drawings")
    assert [member.path for member in found] == ["drawings/a.step", "drawings/parts/b.step"]
    assert [member.file_name for member in found] == ["a.step", "b.step"]


def test_folders_and_what_a_system_adds_are_no_members() -> None:
    found = members_of(archive("parts/", "parts/b.step", "__MACOSX/._b.step"), folder="")
    assert [member.path for member in found] == ["parts/b.step"]


@pytest.mark.parametrize(
    "names",
    [
        ("../a.step",),
        ("parts/../../a.step",),
        ("/etc/passwd",),
        ("C:\\a.step",),
        ("..\\a.step",),
        ("a\nb.step",),
        ("./a.step",),
        ("parts//a.step",),
        ("a.step", "a.step"),
        ("a.step", "A.STEP"),
        ("straße.step", "STRASSE.step"),
        ("é.step", "e\u0301.step"),
        ("ﬁle.step", "file.step"),
        ("a", "a/b.step"),
        ("A/b.step", "a"),
    ],
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_names_that_leave_the_folder_or_collide_are_refused(names: tuple[str, ...]) -> None:
    with pytest.raises(ArchiveUnsafe):
        members_of(archive(*names), folder="")


def link(info: zipfile.ZipInfo) -> None:
    info.create_system, info.external_attr = 3, (stat.S_IFLNK | 0o777) << 16


def device(info: zipfile.ZipInfo) -> None:
    info.create_system, info.external_attr = 3, (stat.S_IFCHR | 0o666) << 16


@pytest.mark.parametrize("change", [link, device])
def test_links_and_devices_are_refused(change: Change) -> None:
    with pytest.raises(ArchiveUnsafe):
        members_of(archive("a.step", change=change), folder="")


def test_encrypted_members_are_refused() -> None:
    found = archive("a.step")
    found.infolist()[0].flag_bits |= 0x1
    with pytest.raises(ArchiveUnsafe):
        members_of(found, folder="")


def test_members_that_lie_over_each_other_are_refused() -> None:
    found = archive("a.step", "b.step")
    found.infolist()[1].header_offset = found.infolist()[0].header_offset
    with pytest.raises(ArchiveDamaged):
        members_of(found, folder="")


def test_member_that_reaches_into_the_directory_is_refused() -> None:
    found = archive("a.step")
    found.infolist()[0].compress_size += found.start_dir
    with pytest.raises(ArchiveDamaged):
        members_of(found, folder="")


def test_dense_archive_is_refused_by_its_ratio() -> None:
    with pytest.raises(ArchiveTooLarge) as raised:
        members_of(archive("bomb.step", content=bytes(4 * 1024**2)), folder="")
    assert "of each packed one" in raised.value.found


@pytest.mark.parametrize(
    ("limit", "value"),
    [("MAXIMUM_MEMBERS", 1), ("MAXIMUM_TOTAL_BYTES", 19), ("MAXIMUM_MEMBER_BYTES", 9)],
)
def test_number_and_sizes_are_limited(
    limit: str, value: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = archive("a.step", "b.step", content=b"x" * 10)
    assert len(members_of(found, folder="")) == 2
    monkeypatch.setattr(rules, limit, value)
    with pytest.raises(ArchiveTooLarge):
        members_of(found, folder="")


def test_unknown_packing_is_damage() -> None:
    found = archive("a.step")
    found.infolist()[0].compress_type = 99
    with pytest.raises(ArchiveError) as raised:
        members_of(found, folder="")
    assert raised.value.code == "ARCHIVE_DAMAGED"
