"""Read a movie, in whatever container it is: its first bytes tell."""

from __future__ import annotations

from pathlib import Path

from convert_media.matroska.movie import MARK, read_matroska
from convert_media.video.movie_tables import read_movie
from convert_media.video.tracks import Movie


def read_movie_file(path: Path) -> Movie:
    """Read an MP4, QuickTime, Matroska or WebM file.

    Raises:
        SourceUnreadable, SourceDamaged, SourceTooComplex, SourceExternalReference,
        SourceUnsupported: as `read_movie` and `read_matroska` say.
    """
    with path.open("rb") as file:
        begins = file.read(len(MARK))
    return read_matroska(path) if begins == MARK else read_movie(path)
