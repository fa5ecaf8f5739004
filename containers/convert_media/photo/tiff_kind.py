"""What values a TIFF has that is not read (TIFF 6.0; Adobe's technical notes; DNG 1.7)."""

from __future__ import annotations

from pathlib import Path

from PIL.TiffImagePlugin import ImageFileDirectory_v2

READ = (
    "grey, RGB or CMYK of 8 or 16 bits, CIELab of 8 bits; save it as RGB with its colour profile,"
    " or as CMYK without further channels"
)

_MARKS = (b"II*\0", b"MM\0*")
_HEADER_BYTES = 8
_WIDTH, _BITS, _COMPRESSION, _COLOURS, _CHANNELS = 256, 258, 259, 262, 277

_NAMES = {
    0: "grey with white as 0",
    1: "grey",
    2: "RGB",
    3: "palette",
    4: "mask",
    5: "printing inks",
    6: "YCbCr",
    8: "CIELab",
    9: "ICCLab",
    10: "ITULab",
    32803: "values of a sensor",
    34892: "values of a sensor",
}


def kind_of_tiff(path: Path) -> str | None:
    """Return colours, channels, bits and compression of the first image; None where it has none.

    Its tags may be anything, and Pillow raises whatever it meets.
    """
    with path.open("rb") as file:
        header = file.read(_HEADER_BYTES)
        if header[:4] not in _MARKS:
            return None
        tags = ImageFileDirectory_v2(header)
        file.seek(tags.next)
        tags.load(file)
    if not {_WIDTH, _COLOURS} <= tags.keys():
        return None
    colours, channels = int(tags[_COLOURS]), int(tags.get(_CHANNELS, 1))
    bits = " or ".join(str(int(one)) for one in sorted(set(tags.get(_BITS, (1,))))[:4])
    name = _NAMES.get(colours, f"colours {colours}")
    return f"{name}: {channels} of {bits} bits, compression {int(tags.get(_COMPRESSION, 1))}"
