"""Movies in fragments that are wrong, and the code with which each is refused."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.integration.convert_media.movies import MovieFile, box, numbers

DAMAGED, EMPTY, COMPLEX = "SOURCE_DAMAGED", "SOURCE_EMPTY", "SOURCE_TOO_COMPLEX"
UNSUPPORTED = "SOURCE_UNSUPPORTED"
LARGEST = 2**32 - 1
NO_TABLES = {
    b"stsz": numbers(0, 0, 0),
    b"stts": numbers(0, 0),
    b"stsc": numbers(0, 0),
    b"stco": numbers(0, 0),
}
FROM_MOOF = 0x2_0000
ALL_TOLD = 0x1 | 0x100 | 0x200


@dataclass(frozen=True)
class FragmentedFile:
    """One track of `fragments` fragments of two samples of 50 bytes; boxes by name replace some."""

    boxes: Mapping[str, bytes] = field(default_factory=dict)
    extends: bytes = box(b"trex", numbers(0, 1, 1, 1, 50, 0))
    fragments: int = 1
    codec: bytes = b"avc1"

    def content(self) -> bytes:
        """Return the file."""
        start = MovieFile(
            tables=NO_TABLES, more_in_movie=box(b"mvex", self.extends), codec=self.codec
        ).content()
        return start + self.fragments * self._fragment()

    def _fragment(self) -> bytes:
        parts = {
            "tfhd": box(b"tfhd", numbers(FROM_MOOF, 1)),
            "trun": box(b"trun", numbers(ALL_TOLD, 2, 0, 1, 50, 1, 50)),
            **self.boxes,
        }
        traf = box(b"traf", *(one for name, one in parts.items() if name != "behind"))
        return box(b"moof", box(b"mfhd", numbers(0, 1)), traf) + parts.get(
            "behind", box(b"mdat", bytes(100))
        )


def with_run(*values: int, more: bytes = b"") -> bytes:
    """Return a movie whose fragment has another run of samples."""
    return FragmentedFile({"trun": box(b"trun", numbers(*values) + more)}).content()


def with_head(*values: int) -> bytes:
    """Return a movie whose fragment has another beginning."""
    return FragmentedFile({"tfhd": box(b"tfhd", numbers(*values))}).content()


def with_time(version: int, time: int, fragments: int = 1) -> bytes:
    """Return a movie whose fragments all begin at a time."""
    content = struct.pack(">IQ" if version else ">II", version << 24, time)
    return FragmentedFile({"tfdt": box(b"tfdt", content)}, fragments=fragments).content()


HOSTILE_FRAGMENTS: dict[str, tuple[bytes, str]] = {
    "no_fragments": (FragmentedFile(fragments=0).content(), EMPTY),
    "no_pictures_in_fragments": (FragmentedFile().content(), DAMAGED),
    "no_defaults": (FragmentedFile(extends=b"").content(), DAMAGED),
    "defaults_cut": (FragmentedFile(extends=box(b"trex", numbers(0, 1))).content(), DAMAGED),
    "defaults_of_another": (
        FragmentedFile(extends=box(b"trex", numbers(0, 2, 1, 1, 50, 0))).content(),
        DAMAGED,
    ),
    "head_missing": (FragmentedFile({"tfhd": b""}).content(), DAMAGED),
    "head_cut": (FragmentedFile({"tfhd": box(b"tfhd", bytes(3))}).content(), DAMAGED),
    "head_of_no_track": (with_head(FROM_MOOF, 0), DAMAGED),
    "head_of_another_track": (with_head(FROM_MOOF, 9), DAMAGED),
    "head_with_base_cut": (with_head(1, 1, 0), DAMAGED),
    "base_behind_the_end": (with_head(1, 1, 0x1000, 0), DAMAGED),
    "base_of_64_bits": (with_head(1, 1, LARGEST, LARGEST), DAMAGED),
    "base_of_63_bits": (with_head(1, 1, 0x7FFF_FFFF, LARGEST), DAMAGED),
    "run_missing": (FragmentedFile({"trun": b""}).content(), EMPTY),
    "run_empty": (with_run(ALL_TOLD, 0, 0), EMPTY),
    "run_cut": (FragmentedFile({"trun": box(b"trun", bytes(5))}).content(), DAMAGED),
    "run_endless": (with_run(ALL_TOLD, LARGEST, 0), COMPLEX),
    "run_endless_by_defaults": (with_run(1, LARGEST, 0), COMPLEX),
    "run_of_many_by_defaults": (with_run(1, 4_000_000, 0), DAMAGED),
    "run_of_fewer": (with_run(ALL_TOLD, 1000, 0, 1, 50), DAMAGED),
    "sizes_beyond_the_file": (with_run(ALL_TOLD, 2, 0, 1, LARGEST, 1, LARGEST), DAMAGED),
    "offset_before_the_file": (with_run(ALL_TOLD, 2, 0x8000_0000, 1, 50, 1, 50), DAMAGED),
    "offset_behind_the_end": (with_run(ALL_TOLD, 2, 0x7FFF_FFFF, 1, 50, 1, 50), DAMAGED),
    "no_durations": (with_run(ALL_TOLD, 2, 0, 0, 50, 0, 50), DAMAGED),
    "years_long": (with_run(ALL_TOLD, 2, 0, LARGEST, 50, LARGEST, 50), COMPLEX),
    "time_backwards": (with_time(0, 0, fragments=2), DAMAGED),
    "time_cut": (FragmentedFile({"tfdt": box(b"tfdt", bytes(4))}).content(), DAMAGED),
    "time_beyond_all": (with_time(1, 2**64 - 1), DAMAGED),
    "time_of_62_bits": (with_time(1, 2**62), DAMAGED),
    "time_of_61_bits": (with_time(1, 2**61), COMPLEX),
    "fragment_cut": (FragmentedFile().content()[:-120], DAMAGED),
    "many_runs_in_a_fragment": (
        FragmentedFile({"more": 5000 * box(b"trun", numbers(0, 0))}).content(),
        COMPLEX,
    ),
    "many_boxes_in_a_fragment": (FragmentedFile({"more": 5000 * box(b"free")}).content(), COMPLEX),
    "samples_in_one_place": (
        with_run(0x1 | 0x200, 5000, 0, *(5000 * (400,))),
        DAMAGED,
    ),
    "av1_without_setup": (FragmentedFile(codec=b"av01").content(), DAMAGED),
    "av1_of_zeros": (MovieFile(codec=b"av01").content(), DAMAGED),
    "fragments_and_tables": (
        MovieFile(more_in_movie=box(b"mvex", box(b"trex", numbers(0, 1, 1, 1, 1, 0)))).content(),
        UNSUPPORTED,
    ),
}
