"""Code one rendition of each video in its own size, as the ladder does for large ones.

`python code_rendition.py TARGET SOURCE...`, run by the interpreter of the image; writes the folder
`TARGET/<name>` of each.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from conversion_runtime.progress_file import StepProgress
from convert_media.ladder.decode import Decodable
from convert_media.ladder.rungs import Rung
from convert_media.ladder.sources import without_edits
from convert_media.ladder.write import coded, copied
from convert_media.video.choose import picture_to_code
from convert_media.video.fragments import starts_of
from convert_media.video.movie_file import read_movie_file

QUALITY = 90


def main(target: str, *sources: str) -> None:
    """Code every video."""
    for source in map(Path, sources):
        folder = Path(target) / source.name
        folder.mkdir()
        os.chdir(folder)
        movie = read_movie_file(source)
        picture = picture_to_code(movie, [])
        starts = starts_of(picture)
        copied(movie, without_edits(picture), source, "copy", starts, [])
        copied(movie, picture, source, "source", starts, [])
        pictures = Decodable(picture, source, Path("copy.mp4"), starts)
        rung = Rung("av1_own", *picture.shown_size)
        coded(movie, pictures, rung, QUALITY, StepProgress(0, folder))


if __name__ == "__main__":
    main(*sys.argv[1:])
