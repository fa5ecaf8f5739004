"""Video → one file that browsers play by ranges, its playlist, pictures, record and GPS track."""

from __future__ import annotations

from pathlib import Path

from conversion_runtime.order import Converted, Order

WEB_FILE = "web.mp4"
PLAYLIST_FILE = "index.m3u8"
POSTER_FILE = "poster.webp"
THUMBNAIL_FILE = "thumbnail.webp"
COPIED = 60
"""Per cent of the work on a long video; pictures are the rest."""


def convert(order: Order) -> Converted:
    """Convert one video; pictures and sound stay as they are coded.

    Raises:
        SourceUnreadable, SourceDamaged: it is no movie, or its parts contradict each other.
        SourceExternalReference: its samples are in other files.
        SourceEmpty: it has no pictures.
        SourceUnsupported: no browser plays its codec, or it is in fragments in part.
        SourceTooComplex: it has too many boxes, samples or pixels, or is too long.
    """
    # Only here: the limits must hold before the libraries load.
    from conversion_runtime.progress_file import StepProgress
    from convert_media.photo.write import within, write_webp
    from convert_media.video.beginning import beginning
    from convert_media.video.choose import picture_of, sound_of
    from convert_media.video.copy_movie import copy_movie
    from convert_media.video.fragments import index
    from convert_media.video.movie_file import read_movie_file
    from convert_media.video.pictures import SHEET_FILE, take_pictures
    from convert_media.video.playlist import playlist
    from convert_media.video.record import VIDEO_FILE, Video
    from convert_media.video.telemetry import TRACK_FILE, fixes_of

    warnings: list[str] = []
    progress = StepProgress(100, order.folder)
    movie = read_movie_file(order.source)
    picture, sound = picture_of(movie, warnings), sound_of(movie, warnings)
    tracks = [picture] if sound is None else [picture, sound]
    head = beginning(movie, tracks, warnings)
    fragments = copy_movie(order.source, Path(WEB_FILE), tracks, head)
    progress.add(COPIED)
    listed = playlist(WEB_FILE, len(head), len(index(picture, fragments)), fragments)
    Path(PLAYLIST_FILE).write_text(listed, encoding="ascii")
    poster, sheet, board = take_pictures(Path(WEB_FILE), picture, order.source, warnings)
    quality = int(order.parameters["quality"])
    write_webp(within(poster, int(order.parameters["poster_pixels"])), Path(POSTER_FILE), quality)
    thumbnail = within(poster, int(order.parameters["thumbnail_pixels"]))
    write_webp(thumbnail, Path(THUMBNAIL_FILE), quality)
    write_webp(sheet, Path(SHEET_FILE), quality)
    video = Video(movie, picture, sound, fragments, board, fixes_of(movie, order.source, warnings))
    video.write(warnings)
    files = [WEB_FILE, PLAYLIST_FILE, POSTER_FILE, THUMBNAIL_FILE, SHEET_FILE, VIDEO_FILE]
    if video.fixes:
        video.write_track()
        files.append(TRACK_FILE)
    return Converted(tuple(files), video.facts())
