"""E57 files that must be refused, made from a good one: name → content and codes of the error."""

from __future__ import annotations

import struct

from tests.integration.convert_points.e57_pages import with_bytes, with_xml
from tests.integration.convert_points.hostile_las import (
    BOUNDS,
    COMPLEX,
    DAMAGED,
    EMPTY,
    UNSUPPORTED,
)

MARKED = 0.8125
"""The coordinate of one point of the good file."""

_COUNT = 'recordCount="100"'
_LAUGHS = "".join(
    f'<!ENTITY a{at} "{f"&a{at - 1};" * 10}">' if at else '<!ENTITY a0 "ha">' for at in range(10)
)
_TITLE = "<![CDATA[ASTM E57 3D Imaging Data File]]>"
_BEGIN = '<?xml version="1.0" encoding="UTF-8"?>'


def hostile_e57(good: bytes) -> dict[str, tuple[bytes, tuple[str, ...]]]:
    """Return files that are damaged, by what was done to a good one of 100 points."""
    marked = struct.pack("<f", MARKED)
    damaged = (DAMAGED,)
    return {
        "magic only": (good[:8], damaged),
        "header only": (good[:48], damaged),
        "last page cut": (good[:-1024], damaged),
        "cut in a page": (good[:3000], damaged),
        "wrong checksum": (good[:1500] + b"\xff" + good[1501:], damaged),
        "XML elsewhere": (with_bytes(good, good[24:32], struct.pack("<Q", 2**62)), damaged),
        "XML of 2**62 bytes": (with_bytes(good, good[32:40], struct.pack("<Q", 2**62)), damaged),
        "pages of 0 bytes": (with_bytes(good, good[40:48], bytes(8)), damaged),
        "count too high": (with_xml(good, _COUNT, 'recordCount="900"'), damaged),
        "count zero": (with_xml(good, _COUNT, 'recordCount="0"'), (EMPTY,)),
        "count 10**12": (with_xml(good, _COUNT, 'recordCount="1000000000000"'), (COMPLEX,)),
        "count negative": (with_xml(good, _COUNT, 'recordCount="-1"'), damaged),
        "count of words": (with_xml(good, _COUNT, 'recordCount="many"'), (DAMAGED, EMPTY)),
        "points elsewhere": (with_xml(good, 'fileOffset="48"', 'fileOffset="4000000"'), damaged),
        "no end of the XML": (with_xml(good, "</e57Root>", ""), damaged),
        "no coordinates": (
            with_xml(with_xml(good, "<cartesianX", "<other"), "</cartesianX", "</other"),
            (UNSUPPORTED,),
        ),
        "entities": (
            with_xml(
                with_xml(good, _BEGIN, f"{_BEGIN}<!DOCTYPE e57Root [{_LAUGHS}]>"), _TITLE, "&a9;"
            ),
            damaged,
        ),
        "external entity": (
            with_xml(
                with_xml(good, _BEGIN, f'{_BEGIN}<!DOCTYPE a [<!ENTITY f SYSTEM "/etc/passwd">]>'),
                _TITLE, "&f;",
            ),
            damaged,
        ),
        "NaN": (with_bytes(good, marked, struct.pack("<f", float("nan"))), (BOUNDS,)),
        "infinite": (with_bytes(good, marked, struct.pack("<f", float("inf"))), (BOUNDS,)),
    }  # fmt: skip
