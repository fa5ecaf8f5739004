"""Video: our copy of pictures and sound beside libavformat's, in processor seconds.

Both write fragmented MP4 from the same file, in a process of its own, start included. The peer is
PyAV, whose wheels have x264 in them: it is installed for the measurement only.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from benchmarks.harness import Result, Unavailable
from benchmarks.image_process import ROOT
from benchmarks.photos import PYTHON, SAMPLES, order_of, processor_seconds
from twin.spatial.converters.video_to_web import CONVERTER

PEER = Path(os.environ.get("PYAV", ROOT / ".build" / "peers" / "av" / "bin" / "python"))
VIDEO = SAMPLES / "video" / "max-heromode.mp4"
SECONDS = 10.5105

OURS = """
import sys
from pathlib import Path
from convert_media.video.beginning import beginning
from convert_media.video.choose import picture_of, sound_of
from convert_media.video.copy_movie import copy_movie
from convert_media.video.movie_tables import read_movie
source, warnings = Path(sys.argv[1]), []
movie = read_movie(source)
tracks = [picture_of(movie), sound_of(movie, warnings)]
copy_movie(source, Path("ours.mp4"), tracks, beginning(movie, tracks, warnings))
"""

THEIRS = """
import sys
import av
source = av.open(sys.argv[1])
options = {"movflags": "frag_keyframe+empty_moov+default_base_moof"}
target = av.open("theirs.mp4", "w", options=options)
streams = [source.streams.video[0], source.streams.audio[0]]
copies = {stream.index: target.add_stream_from_template(stream) for stream in streams}
for packet in source.demux(streams):
    if packet.dts is not None:
        packet.stream = copies[packet.stream.index]
        target.mux(packet)
target.close()
"""


def run() -> list[Result]:
    """Measure the copy, and the whole conversion against the length of the video.

    Raises:
        Unavailable: the converter's environment, the peer or the video is missing.
    """
    if not PYTHON.is_file():
        raise Unavailable(f"no environment of the media converter at {PYTHON}: run `make setup`")
    if not PEER.is_file():
        raise Unavailable(f"no PyAV at {PEER}: make an environment there with `av`, or set PYAV")
    if not VIDEO.is_file():
        raise Unavailable("no video: set TWIN_SAMPLES")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ours = processor_seconds(PYTHON, ["-c", OURS, str(VIDEO)], folder)
        theirs = processor_seconds(PEER, ["-c", THEIRS, str(VIDEO)], folder)
        sizes = [(folder / one).stat().st_size / 1000 for one in ("ours.mp4", "theirs.mp4")]
        order = order_of(VIDEO, folder, CONVERTER.name, dict(CONVERTER.parameters))
        step = ["-m", "conversion_runtime.step", "convert_media", order]
        whole = processor_seconds(PYTHON, step, folder)
    return [
        Result("video: copy into fragments", ours, "cpu-s", "libavformat", theirs),
        Result("video: size of the copy", sizes[0], "kB", "libavformat", sizes[1]),
        Result("video: whole conversion", whole, "cpu-s", "its length in s", SECONDS),
    ]
