"""Video → renditions in several sizes for HTTP Live Streaming: the source's as coded, AV1 below."""

from __future__ import annotations

from pathlib import Path

from conversion_runtime.order import Converted, Facts, Order

LADDER_FILE = "ladder.m3u8"
SOURCE_NAME, SOUND_NAME, COPY_NAME = "source", "sound", "copy"


def convert(order: Order) -> Converted:
    """Write the renditions of one video and the playlist that names them.

    Raises:
        SourceUnreadable, SourceDamaged: it is no movie, or its parts contradict each other.
        SourceExternalReference: its samples are in other files.
        SourceEmpty: it has no pictures.
        SourceUnsupported: nothing here decodes its codec.
        SourceTooComplex: it has too many boxes, samples or pixels, or is too long.
    """
    # Only here: the limits must hold before the libraries load.
    from conversion_runtime.progress_file import StepProgress
    from convert_media.ladder.decode import Decodable
    from convert_media.ladder.multivariant import multivariant
    from convert_media.ladder.rungs import rungs_of
    from convert_media.ladder.sources import is_shown, require_decodable, without_edits
    from convert_media.ladder.write import coded, copied
    from convert_media.video.choose import picture_to_code, sound_of
    from convert_media.video.fragments import starts_of, starts_of_sound
    from convert_media.video.movie_file import read_movie_file

    warnings: list[str] = []
    movie = read_movie_file(order.source)
    picture, sound = picture_to_code(movie, warnings), sound_of(movie, warnings)
    require_decodable(picture)
    starts, quality = starts_of(picture), int(order.parameters["quality"])
    rungs = rungs_of(picture, is_shown=is_shown(picture))
    # The decoder is to give every picture, also those that an edit list leaves out.
    copied(movie, without_edits(picture), order.source, COPY_NAME, starts, [])
    coded_pixels = picture.count * sum(one.width * one.height for one in rungs)
    progress = StepProgress(coded_pixels, order.folder)
    pictures = Decodable(picture, order.source, Path(f"{COPY_NAME}.mp4"), starts)
    renditions = [coded(movie, pictures, rung, quality, progress) for rung in rungs]
    if is_shown(picture):
        own = copied(movie, picture, order.source, SOURCE_NAME, starts, warnings)
        renditions.insert(0, own)
    heard = None
    if sound is not None:
        begins = starts_of_sound(sound, picture, starts)
        heard = copied(movie, sound, order.source, SOUND_NAME, begins, warnings)
    Path(LADDER_FILE).write_text(multivariant(renditions, heard), encoding="ascii")
    lists = [one.playlist for one in (*renditions, *([] if heard is None else [heard]))]
    files = [LADDER_FILE, *lists, *(name.replace(".m3u8", ".mp4") for name in lists)]
    facts: Facts = {
        "renditions": len(renditions),
        "frames": picture.count,
        "duration_seconds": round(picture.seconds, 3),
        "coded_pixels": coded_pixels,
    }
    return Converted(tuple(files), facts)
