"""Make ProRes in QuickTime files: four colours, and a grey bar that moves through them.

`python make_prores.py FOLDER`, run by the interpreter of the image. OpenCV hands other pixels to
this encoder than it takes, so it is called in the library that OpenCV brings.
"""

from __future__ import annotations

import ctypes
import struct
import sys
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from tests.integration.convert_media.movies import MovieFile, box, numbers

WIDTH, HEIGHT, PICTURES = 128, 72, 5
CORNERS = ((200, 60, 50), (60, 180, 90), (50, 80, 210), (235, 235, 235))
KINDS = {
    "apcs": (b"lt", b"yuv422p10le", 2),
    "apch": (b"hq", b"yuv422p10le", 2),
    "ap4h": (b"4444", b"yuv444p10le", 1),
}
"""Profile, layout of the pixels, and how many of them share their colour."""

OF_BT709 = "apch"
BT601_LUMA, BT709_LUMA = (0.299, 0.587, 0.114), (0.2126, 0.7152, 0.0722)
SEARCH_CHILDREN = 1

# libavutil/frame.h and libavcodec/packet.h: numbers of bytes from the beginning.
FRAME_LINES, FRAME_SIZE, FRAME_FORMAT, FRAME_TIME = 64, 104, 116, 136
PACKET_DATA, PACKET_SIZE = 24, 32


def main(folder: str) -> None:
    """Write one video of each kind."""
    for codec, (profile, layout, shared) in KINDS.items():
        is_709 = codec == OF_BT709
        luma = BT709_LUMA if is_709 else BT601_LUMA
        coded = encode(profile, layout, [planes(n, shared, luma) for n in range(PICTURES)])
        movie = MovieFile(
            codec=codec.encode(),
            size=(WIDTH, HEIGHT),
            time_scale=25,
            media=b"".join(coded),
            tables={
                b"stsd": numbers(0, 1) + entry(codec.encode(), is_709=is_709),
                b"stsz": numbers(0, 0, PICTURES, *map(len, coded)),
                b"stts": numbers(0, 1, PICTURES, 1),
                b"stsc": numbers(0, 1, 1, PICTURES, 1),
            },
        )
        (Path(folder) / f"{codec}.mov").write_bytes(movie.content())


def entry(codec: bytes, *, is_709: bool) -> bytes:
    """Return the description of pictures, with their colours where they are of BT.709."""
    told = box(b"colr", b"nclc", struct.pack(">3H", 1, 1, 1)) if is_709 else b""
    return box(codec, bytes(24), struct.pack(">2H", WIDTH, HEIGHT), bytes(50), told)


def planes(
    number: int, shared: int, weights: tuple[float, float, float]
) -> list[NDArray[np.uint16]]:
    """Return luma and differences of a picture in 10 bits of the usual range."""
    corners = np.array(CORNERS).reshape(2, 2, 3)
    picture = corners.repeat(HEIGHT // 2, 0).repeat(WIDTH // 2, 1)
    picture[32:40, 16 * number : 16 * number + 16] = 128
    shares = picture / 255
    luma = shares @ np.array(weights)
    blue = (shares[..., 2] - luma) / (2 - 2 * weights[2])
    red = (shares[..., 0] - luma) / (2 - 2 * weights[0])
    values = [64 + 876 * luma, 512 + 896 * blue[:, ::shared], 512 + 896 * red[:, ::shared]]
    return [one.round().astype(np.uint16) for one in values]


def encode(profile: bytes, layout: bytes, pictures: list[list[NDArray[np.uint16]]]) -> list[bytes]:
    """Code pictures one by one."""
    tools, codecs = library("libavutil"), library("libavcodec")
    for owner, name in (
        *((codecs, "avcodec_find_encoder_by_name"), (codecs, "avcodec_alloc_context3")),
        *((codecs, "av_packet_alloc"), (tools, "av_frame_alloc")),
    ):
        getattr(owner, name).restype = ctypes.c_void_p
    encoder = ctypes.c_void_p(codecs.avcodec_find_encoder_by_name(b"prores_ks"))
    context = ctypes.c_void_p(codecs.avcodec_alloc_context3(encoder))
    options = {
        b"video_size": f"{WIDTH}x{HEIGHT}".encode(),
        b"pixel_format": layout,
        b"time_base": b"1/25",
        b"profile": profile,
        b"vendor": b"apl0",
    }
    for option, value in options.items():
        require(tools.av_opt_set(context, option, value, SEARCH_CHILDREN))
    require(codecs.avcodec_open2(context, encoder, None))
    coded = []
    for number, picture in enumerate(pictures):
        frame = framed(tools, tools.av_get_pix_fmt(layout), picture, number)
        require(codecs.avcodec_send_frame(context, frame))
        packet = ctypes.c_void_p(codecs.av_packet_alloc())
        require(codecs.avcodec_receive_packet(context, packet))
        assert packet.value is not None
        begin = ctypes.c_void_p.from_address(packet.value + PACKET_DATA).value
        assert begin is not None
        size = ctypes.c_int.from_address(packet.value + PACKET_SIZE).value
        coded.append(ctypes.string_at(begin, size))
    return coded


def framed(
    tools: ctypes.CDLL, layout: int, picture: list[NDArray[np.uint16]], number: int
) -> ctypes.c_void_p:
    """Return a frame of the library with the pixels of a picture."""
    frame = ctypes.c_void_p(tools.av_frame_alloc())
    at = frame.value
    assert at is not None
    (ctypes.c_int * 2).from_address(at + FRAME_SIZE)[:] = [WIDTH, HEIGHT]
    ctypes.c_int.from_address(at + FRAME_FORMAT).value = layout
    require(tools.av_frame_get_buffer(frame, 0))
    ctypes.c_int64.from_address(at + FRAME_TIME).value = number
    begins = (ctypes.c_void_p * 3).from_address(at)
    lines = (ctypes.c_int * 3).from_address(at + FRAME_LINES)
    for begin, line, plane in zip(begins, lines, picture, strict=True):
        for row, values in enumerate(plane):
            ctypes.memmove(begin + row * line, values.tobytes(), values.nbytes)
    return frame


def library(name: str) -> ctypes.CDLL:
    """Return a library of OpenCV's package, which has loaded it already."""
    folder = Path(cv2.__file__).parents[1] / "opencv_python_headless.libs"
    return ctypes.CDLL(str(next(folder.glob(f"{name}*"))))


def require(code: int) -> None:
    """Require that a call did not fail."""
    if code < 0:
        raise RuntimeError(f"the library failed: {code}")


if __name__ == "__main__":
    main(*sys.argv[1:])
