"""What is looked at of a file to find out what it is."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

HEAD_BYTES = 64 * 1024
"""How much of the beginning detection needs; the schema of a STEP file is in its header."""

TAIL_BYTES = 64 * 1024 + 22
"""How much of the end detection needs: a ZIP archive may end with a comment of 64 KiB."""


@dataclass(frozen=True)
class Sample:
    """The measured size of a file, its first `HEAD_BYTES` and its last `TAIL_BYTES`."""

    size_bytes: int
    head: bytes
    tail: bytes

    @classmethod
    def of(cls, content: bytes) -> Sample:
        """Return the sample of a file that is in memory."""
        return cls(len(content), content[:HEAD_BYTES], content[-TAIL_BYTES:])

    @property
    def text_head(self) -> bytes:
        """Return the beginning without a byte order mark and white space."""
        return self.head.removeprefix(codecs.BOM_UTF8).lstrip()

    @property
    def is_whole(self) -> bool:
        """Tell whether the beginning is all of the file."""
        return len(self.head) == self.size_bytes

    def decoded(self) -> str | None:
        """Return the beginning as text, or None where it is none.

        Older files are in Windows-1252. A character that the end of the sample cuts is left out.
        """
        for encoding in ("utf-8-sig", "cp1252"):
            decoder = codecs.getincrementaldecoder(encoding)()
            try:
                text = decoder.decode(self.head, final=self.is_whole)
            except UnicodeDecodeError:
                continue
            return None if _CONTROLS.intersection(text) else text
        return None


_CONTROLS = frozenset(map(chr, range(32))) - set("\t\n\r\f\x1b\x1a")
