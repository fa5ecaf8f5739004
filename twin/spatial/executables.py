"""Programs and scripts, which are never stored: nobody shares a model as a program."""

from __future__ import annotations

from pathlib import PurePath

from twin.spatial.sample import Sample

_MARKS = (
    b"\x7fELF",
    b"MZ",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
    b"\x00asm",
    b"#!",
    b"L\x00\x00\x00\x01\x14\x02\x00",  # a Windows shortcut
    b"dex\n",
    b"!<arch>\n",
)
_ENDINGS = frozenset(
    [
        ".exe",
        ".com",
        ".scr",
        ".pif",
        ".dll",
        ".sys",
        ".msi",
        ".msp",
        ".bat",
        ".cmd",
        ".ps1",
        ".psm1",
        ".vbs",
        ".vbe",
        ".js",
        ".jse",
        ".mjs",
        ".wsf",
        ".wsh",
        ".hta",
        ".lnk",
        ".jar",
        ".class",
        ".sh",
        ".bash",
        ".app",
        ".apk",
        ".deb",
        ".rpm",
        ".so",
        ".dylib",
        ".reg",
        ".cpl",
        ".url",
        ".php",
        ".phtml",
        ".jsp",
        ".asp",
        ".aspx",
        ".cgi",
    ]
)


def is_executable(sample: Sample, *, file_name: str) -> bool:
    """Tell whether a file is a program, by its bytes, or is called by its name on opening it."""
    ending = PurePath(file_name.rstrip(". ")).suffix.lower()
    return ending in _ENDINGS or sample.head.startswith(_MARKS)
