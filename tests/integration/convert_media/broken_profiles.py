"""Colour profiles that are none, or not of the photo that they are in."""

from __future__ import annotations

import struct

from tests.integration.convert_media import colour_profiles as icc
from tests.integration.convert_media.colour_values import DISPLAY_P3, GREY_OF_18, PRINTER

UNREADABLE, OTHER = "cannot be read", "not one of this photo's colours"
COUNT_AT, OFFSET_AT, SIZE_AT = 128, 136, 140
TABLE_AT = PRINTER.index(b"mft2")
GRID_AT, ENTRIES_AT = TABLE_AT + 10, TABLE_AT + 48


def with_number(at: int, number: int, form: str = ">I") -> bytes:
    """Return the profile of a printer with another number in it."""
    packed = struct.pack(form, number)
    return PRINTER[:at] + packed + PRINTER[at + len(packed) :]


BROKEN_PROFILES: dict[str, tuple[bytes, str]] = {
    "text": (b"no profile", UNREADABLE),
    "header_alone": (PRINTER[:128], UNREADABLE),
    "cut_in_tags": (PRINTER[:150], UNREADABLE),
    "cut_in_table": (PRINTER[:-60], UNREADABLE),
    "no_tags": (with_number(COUNT_AT, 0), UNREADABLE),
    "tags_missing": (with_number(COUNT_AT, 100), UNREADABLE),
    "tags_endless": (with_number(COUNT_AT, 2**32 - 1), UNREADABLE),
    "tag_elsewhere": (with_number(OFFSET_AT, 2**31 - 1), UNREADABLE),
    "tag_endless": (with_number(SIZE_AT, 2**32 - 1), UNREADABLE),
    "grid_endless": (with_number(GRID_AT, 255, ">B"), UNREADABLE),
    "grid_of_nothing": (with_number(GRID_AT, 0, ">B"), UNREADABLE),
    "curves_endless": (with_number(ENTRIES_AT, 0xFFFF, ">H"), UNREADABLE),
    "no_table": (icc.profile({}), UNREADABLE),
    "of_no_class": (PRINTER.replace(b"prtrCMYK", b"noneCMYK"), UNREADABLE),
    "of_no_connection": (PRINTER.replace(b"CMYKLab ", b"CMYKnone"), UNREADABLE),
    "link_of_devices": (PRINTER.replace(b"prtrCMYK", b"linkCMYK"), OTHER),
    "abstract": (PRINTER.replace(b"prtrCMYK", b"abstCMYK"), OTHER),
    "named_colours": (PRINTER.replace(b"prtrCMYK", b"nmclCMYK"), OTHER),
    "of_six_inks": (PRINTER.replace(b"prtrCMYK", b"prtr6CLR"), OTHER),
    "of_a_screen": (DISPLAY_P3, OTHER),
    "of_greys": (GREY_OF_18, OTHER),
}
"""In photos of printing inks, and what is told of each."""
