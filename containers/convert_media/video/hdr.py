"""Show HDR pictures, of AV1 and of photos, on a usual screen, whose white is 203 cd/m² (BT.2408).

FFmpeg's scaler does the like by itself for all other codecs of video. The values are decoded to
light (PQ or HLG, ITU-R BT.2100-2), the brightest of the three colours is brought into the range of
the screen by the curve of ITU-R BT.2390-11, 5.4.1, the others with it so that hues stay, and the
colours are brought from BT.2020 or P3 into sRGB, where what it does not have is cut. The decoder
hands over eight bits, so dark parts have few steps.
"""

from __future__ import annotations

import cv2
import numpy as np

from convert_media.srgb import BT2020, INTO_SRGB, Numbers, Picture, screen_values
from convert_media.video.colour_box import HLG, hdr_transfer, numbers_of
from convert_media.video.tracks import Track

WHITE = 203.0
USUAL_PEAK = 1000.0
"""Of what says nothing, and the nominal one of HLG; candelas a square metre, as all light here."""

BRIGHTEST = 10_000.0
HLG_GAMMA = 1.2
"""Of the system, on a screen of the nominal peak (BT.2100-2, table 5)."""

_LUMA = np.array((0.2627, 0.6780, 0.0593), np.float32)
_M1, _M2, _C1, _C2, _C3 = 0.1593017578125, 78.84375, 0.8359375, 18.8515625, 18.6875
_A, _B, _C = 0.17883277, 0.28466892, 0.55991073
_STEPS = 4096


class ToneMap:
    """What is done to the pictures of one HDR track; raises nothing, whatever they hold."""

    def __init__(self, transfer: str, peak: float, primaries: int) -> None:
        values = np.arange(256) / 255
        self._is_hlg = transfer == HLG
        self._light = (hlg_light(values) if self._is_hlg else pq_light(values)).astype(np.float32)
        self._peak = USUAL_PEAK if self._is_hlg else min(max(peak, WHITE), BRIGHTEST)
        light = np.linspace(0, 1, _STEPS) ** 2 * BRIGHTEST
        shown = shown_light(light, self._peak)
        gain = np.divide(shown, light, out=np.ones_like(light), where=light > 0)
        gain[0] = gain[1]
        self._gain = (gain / WHITE).astype(np.float32)
        self._colours = INTO_SRGB.get(primaries, INTO_SRGB[BT2020])

    def __call__(self, picture: Picture) -> Picture:
        """Return a picture in sRGB of one whose red, green and blue are coded as HDR."""
        light = self._light[picture]
        if self._is_hlg:
            scene = (light @ _LUMA)[..., None]
            light *= USUAL_PEAK * scene ** np.float32(HLG_GAMMA - 1)
        brightest = np.sqrt(light.max(axis=2) / np.float32(BRIGHTEST)) * (_STEPS - 1)
        light *= self._gain[brightest.round().astype(np.int32)][..., None]
        return screen_values(cv2.transform(light, self._colours))


def tone_map_of(picture: Track) -> ToneMap | None:
    """Return what is to be done to the pictures of a track, or None for a usual range."""
    transfer = hdr_transfer(picture)
    if transfer is None:
        return None
    primaries, _, _ = numbers_of(picture)
    return ToneMap(transfer, _peak(picture), primaries)


def pq_light(values: Numbers) -> Numbers:
    """Return the light of values from 0 to 1 (BT.2100-2, table 4)."""
    root = values ** (1 / _M2)
    light: Numbers = (np.maximum(root - _C1, 0) / (_C2 - _C3 * root)) ** (1 / _M1) * BRIGHTEST
    return light


def pq_values(light: Numbers) -> Numbers:
    """Return the values from 0 to 1 of light."""
    root = (light / BRIGHTEST) ** _M1
    values: Numbers = ((_C1 + _C2 * root) / (1 + _C3 * root)) ** _M2
    return values


def hlg_light(values: Numbers) -> Numbers:
    """Return the light of the scene, from 0 to 1 (BT.2100-2, table 5)."""
    return np.where(values <= 0.5, values**2 / 3, (np.exp((values - _C) / _A) + _B) / 12)


def shown_light(light: Numbers, peak: float) -> Numbers:
    """Return what a screen of `WHITE` shows of light up to `peak`, by the curve of BT.2390."""
    whole = pq_values(np.array(peak))
    values = np.minimum(pq_values(light) / whole, 1)
    most = float(pq_values(np.array(WHITE)) / whole)
    knee = 1.5 * most - 0.5
    if most >= 1:
        return np.minimum(light, WHITE)
    rest = np.clip((values - knee) / (1 - knee), 0, 1)
    curve = (
        (2 * rest**3 - 3 * rest**2 + 1) * knee
        + (rest**3 - 2 * rest**2 + rest) * (1 - knee)
        + (3 * rest**2 - 2 * rest**3) * most
    )
    return pq_light(np.where(values < knee, values, curve) * whole)


def _peak(picture: Track) -> float:
    """Return how bright the brightest pixel is, else the screen that it was made on."""
    told = picture.setup(b"clli")
    if told is not None and (brightest := told.values("H")[0]):
        return float(brightest)
    made_on = picture.setup(b"mdcv")
    if made_on is not None and (brightest := made_on.values("I", 16)[0]):
        return brightest / 10_000
    return USUAL_PEAK
