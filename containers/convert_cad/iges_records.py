"""Require that all records of an IGES file are there: the reader takes half a file without a word.

A file is lines of 80 columns; column 73 names the section, and the last line, of section T, says
how many lines the others have (IGES 5.3, 2.2.4).
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from conversion_runtime.errors import SourceDamaged, SourceUnreadable

SECTION_COLUMN = 72
COUNTS = re.compile(rb"S\s*(\d+)G\s*(\d+)D\s*(\d+)P\s*(\d+)")
LONGEST_LINE = 4096


def check_records(path: Path) -> None:
    """Compare the number of lines of each section with what the last line says.

    Raises:
        SourceUnreadable: there are lines of another form.
        SourceDamaged: lines are missing, or pointers lead to none.
    """
    found, last, farthest = _sections(path)
    told = COUNTS.match(last)
    if told is None:
        raise SourceDamaged(
            "the end of the file is missing", found="no record of section T at the end"
        )
    for section, count in zip(b"SGDP", map(int, told.groups()), strict=True):
        if found[section] != count:
            raise SourceDamaged(
                "lines of the file are missing or doubled",
                found=f"{found[section]} lines in section {chr(section)}",
                expected=f"{count} lines",
            )
    _check_pointers(found, farthest)


def _check_pointers(found: Counter[int], farthest: Counter[int]) -> None:
    """Require that the directory points at parameters that are there, and they back at it."""
    for section, target in zip(b"DP", b"PD", strict=True):
        if farthest[section] > found[target]:
            raise SourceDamaged(
                "lines of the file point at lines that are not there",
                found=f"line {farthest[section]} of section {chr(target)}",
                expected=f"at most line {found[target]}",
            )


def _pointer(text: bytes, section: int, number: int) -> int:
    """Return where a line points: the first line of two in section D, every one in section P."""
    if section == ord("D") and number % 2:
        return _number(text[8:16])
    return _number(text[64:72]) if section == ord("P") else 0


def _number(field: bytes) -> int:
    return int(field) if field.strip().isdigit() else 0


def _sections(path: Path) -> tuple[Counter[int], bytes, Counter[int]]:
    """Return the lines of each section, the line of section T, and how far each section points."""
    found, last, farthest = Counter[int](), b"", Counter[int]()
    with path.open("rb") as file:
        while line := file.readline(LONGEST_LINE):
            text = line.rstrip(b"\r\n\x1a\0")
            if not text:
                continue
            if len(text) <= SECTION_COLUMN or len(line) == LONGEST_LINE:
                raise SourceUnreadable("the file is not made of IGES records of 80 columns")
            section = text[SECTION_COLUMN]
            found[section] += 1
            pointer = _pointer(text, section, found[section])
            farthest[section] = max(farthest[section], pointer)
            last = text if section == ord("T") else b""
    return found, last, farthest
