"""Read MTL: the materials of OBJ, with the keys for physically based surfaces.

http://paulbourke.net/dataformats/mtl/ and, for Pr, Pm, Ke, norm and their maps,
https://benhouston3d.com/blog/extended-wavefront-obj-mtl-for-pbr/
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from conversion_runtime.errors import SourceDamaged, SourceTooComplex

MAXIMUM_MATERIALS = 50_000

OPTION_ARGUMENTS: Mapping[str, tuple[int, int]] = {
    "-blendu": (1, 1),
    "-blendv": (1, 1),
    "-boost": (1, 1),
    "-bm": (1, 1),
    "-cc": (1, 1),
    "-clamp": (1, 1),
    "-imfchan": (1, 1),
    "-mm": (2, 2),
    "-o": (1, 3),
    "-s": (1, 3),
    "-t": (1, 3),
    "-texres": (1, 1),
    "-type": (1, 1),
}
"""How many arguments an option of a map has, at least and at most; these are numbers and words."""

PLACING = frozenset(("-o", "-s", "-t"))
"""Options that move or scale a map."""

MAPS: Mapping[str, str] = {
    "map_kd": "base_colour",
    "map_ke": "emissive",
    "map_d": "opacity",
    "map_pr": "roughness",
    "map_pm": "metallic",
    "norm": "normal",
    "map_bump": "bump",
    "bump": "bump",
}
NUMBERS = ("d", "tr", "ns", "pr", "pm", "illum")
COLOURS = ("kd", "ke", "tf")


@dataclass(frozen=True)
class Map:
    """A texture of a material; one `is_placed` that its options move or scale."""

    reference: str
    is_placed: bool


@dataclass
class MtlMaterial:
    """What a file says of one material, by its keys in lower case; values are not bounded yet."""

    name: str
    numbers: dict[str, float] = field(default_factory=dict)
    colours: dict[str, tuple[float, float, float]] = field(default_factory=dict)
    maps: dict[str, Map] = field(default_factory=dict)


def read_mtl(content: bytes) -> list[MtlMaterial]:
    """Return the materials of a file; keys that are not known say nothing.

    Raises:
        SourceDamaged: a number is none.
        SourceTooComplex: it has too many materials.
    """
    found: list[MtlMaterial] = []
    for line in _text(content).replace("\\\n", " ").splitlines():
        key, _, rest = line.strip().partition(" ")
        key, rest = key.lower(), rest.strip()
        if key == "newmtl":
            found.append(MtlMaterial(rest))
        elif found and rest:
            _read(found[-1], key, rest)
        if len(found) > MAXIMUM_MATERIALS:
            raise SourceTooComplex(
                "the file has too many materials", expected=f"at most {MAXIMUM_MATERIALS}"
            )
    return found


def _text(content: bytes) -> str:
    """Return the text; older files are in Windows-1252."""
    text = content.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").replace(b"\t", b" ")
    try:
        return text.decode()
    except UnicodeDecodeError:
        return text.decode("cp1252", "replace")


def _read(material: MtlMaterial, key: str, rest: str) -> None:
    if key in MAPS:
        material.maps[MAPS[key]] = _map(rest)
    elif key in NUMBERS:
        words = rest.split()
        material.numbers[key] = _number(words[1] if words[0] == "-halo" else words[0])
    elif key in COLOURS and rest.split()[0] not in ("spectral", "xyz"):
        values = [_number(word) for word in rest.split()[:3]]
        first = values[0]
        material.colours[key] = (
            (values[0], values[1], values[2]) if len(values) == 3 else (first,) * 3
        )


def _map(rest: str) -> Map:
    """Return the file behind the options; its name may have spaces."""
    words, is_placed = rest.split(" "), False
    while words and words[0] in OPTION_ARGUMENTS:
        option = words[0]
        least, most = OPTION_ARGUMENTS[option]
        count = least
        while count < min(most, len(words) - 2) and _is_number(words[1 + count]):
            count += 1
        is_placed |= option in PLACING
        words = words[1 + count :]
    return Map(" ".join(words).strip(), is_placed)


def _is_number(word: str) -> bool:
    try:
        return math.isfinite(float(word))
    except ValueError:
        return False


def _number(word: str) -> float:
    if not _is_number(word):
        raise SourceDamaged("a number of a material is none", expected="a finite number")
    return float(word)
