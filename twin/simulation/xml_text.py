"""XML of a foreign file: well-formed, and without a document type.

A document type is how a small text becomes gigabytes or reads other files; no description of a
model has one.
"""

from __future__ import annotations

from xml.etree import ElementTree
from xml.parsers import expat

from twin.simulation.model_errors import DescriptionInvalid

LARGEST_BYTES = 64 * 1024**2


def parse_xml(content: bytes, *, where: str) -> ElementTree.Element:
    """Return the root element.

    Raises:
        DescriptionInvalid: it is too large, not well-formed, or has a document type.
    """
    if len(content) > LARGEST_BYTES:
        raise _invalid(f"{len(content)} bytes", f"at most {LARGEST_BYTES} bytes", where)
    parser = expat.ParserCreate()

    def refuse(*_: object) -> None:
        raise _invalid("a document type", "none", where)

    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(content, True)
        return ElementTree.fromstring(content)
    except (expat.ExpatError, ElementTree.ParseError, ValueError, LookupError) as error:
        raise _invalid(str(error), "well-formed XML", where) from error


def _invalid(found: str, expected: str, where: str) -> DescriptionInvalid:
    return DescriptionInvalid(
        "the description cannot be read", found=found, expected=expected, where=where
    )
