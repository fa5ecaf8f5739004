"""XML without a document type: no entities, and nothing that another file could bring in."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree

from conversion_runtime.errors import SourceDamaged, SourceUnreadable

DECLARATION = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.I)
WIDE_ENCODINGS = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")
"""How texts of 16 and 32 bits begin, in which a declaration would not be seen."""


def check_plain(content: bytes) -> None:
    """Require that a text declares nothing.

    Raises:
        SourceDamaged: it has a document type or an entity.
        SourceUnreadable: its encoding is another than UTF-8 or a relative of ASCII.
    """
    if content.startswith(WIDE_ENCODINGS):
        raise SourceUnreadable("the encoding of the file is not read", expected="UTF-8")
    if DECLARATION.search(content):
        raise SourceDamaged("the file declares a document type or entities", expected="plain XML")


def root_of(content: bytes) -> ElementTree.Element:
    """Return the root of a text.

    Raises:
        SourceDamaged: it declares something, or is not well-formed.
        SourceUnreadable: its encoding is not read.
    """
    check_plain(content)
    try:
        return ElementTree.fromstring(content)
    except (ElementTree.ParseError, LookupError, ValueError) as error:
        raise SourceDamaged("the file is not well-formed XML") from error
