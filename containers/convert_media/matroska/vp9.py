"""What a VP9 picture says of itself, for the box `vpcC` (https://www.webmproject.org/vp9/mp4/).

Source: VP9 Bitstream & Decoding Process Specification, 6.2 and Annex A.
"""

from __future__ import annotations

from dataclasses import dataclass

from conversion_runtime.errors import SourceDamaged
from convert_media.video.write_boxes import full_box, numbers

HEADER_BYTES = 16
_SYNC = 0x498342
_MATRICES = {1: 6, 2: 1, 3: 6, 4: 7, 5: 9, 7: 0}
"""From the colour spaces of VP9 to the numbers of ISO/IEC 23091-2."""

UNSPECIFIED = 2
_RGB = 7
_LEVELS = (
    (10, 829_440, 36_864),
    (11, 2_764_800, 73_728),
    (20, 4_608_000, 122_880),
    (21, 9_216_000, 245_760),
    (30, 20_736_000, 552_960),
    (31, 36_864_000, 983_040),
    (40, 83_558_400, 2_228_224),
    (41, 160_432_128, 2_228_224),
    (50, 311_951_360, 8_912_896),
    (51, 588_251_136, 8_912_896),
    (52, 1_176_502_272, 8_912_896),
    (60, 1_176_502_272, 35_651_584),
    (61, 2_353_004_544, 35_651_584),
    (62, 4_706_009_088, 35_651_584),
)
"""Level, and the most luma samples of a second and of a picture."""


@dataclass(frozen=True)
class Vp9:
    """How pictures are coded; `subsampling` as `vpcC` has it, 1 is 4:2:0."""

    profile: int
    bits: int
    matrix: int
    is_full_range: bool
    subsampling: int

    def setup(self, width: int, height: int, frames_a_second: float) -> bytes:
        """Return the box `vpcC` of pictures of a size."""
        luma = width * height
        level = next(
            (one for one, rate, most in _LEVELS if luma <= most and luma * frames_a_second <= rate),
            _LEVELS[-1][0],
        )
        packed = self.bits << 4 | self.subsampling << 1 | self.is_full_range
        content = numbers("6B", self.profile, level, packed, UNSPECIFIED, UNSPECIFIED, self.matrix)
        return full_box(b"vpcC", 1, 0, content, numbers("H", 0))


class _Bits:
    def __init__(self, data: bytes) -> None:
        self._value, self._left = int.from_bytes(data, "big"), 8 * len(data)

    def take(self, count: int = 1) -> int:
        if self._left < count:
            raise _damaged()
        self._left -= count
        return self._value >> self._left & (1 << count) - 1


def read_vp9(picture: bytes) -> Vp9:
    """Read the beginning of a key picture.

    Raises:
        SourceDamaged: it is none.
    """
    bits = _Bits(picture[:HEADER_BYTES])
    marker = bits.take(2)
    profile = bits.take() | bits.take() << 1
    reserved = bits.take() if profile == 3 else 0
    shows_other, is_other, _, _ = (bits.take() for _ in range(4))
    if marker != 2 or reserved or shows_other or is_other or bits.take(24) != _SYNC:
        raise _damaged()
    depth = 8 if profile < 2 else 12 if bits.take() else 10
    space = bits.take(3)
    is_full = True if space == _RGB else bool(bits.take())
    subsampling = 3 if space == _RGB else 1
    if space != _RGB and profile in (1, 3):
        across, down = bits.take(), bits.take()
        subsampling = {(1, 1): 1, (1, 0): 2}.get((across, down), 3)
    return Vp9(profile, depth, _MATRICES.get(space, UNSPECIFIED), is_full, subsampling)


def _damaged() -> SourceDamaged:
    return SourceDamaged("the video does not begin with a key picture", where="vp09")
