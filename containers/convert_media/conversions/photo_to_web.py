"""Photo → pictures for browsers, its record, and tiles where it is a panorama."""

from __future__ import annotations

from conversion_runtime.order import Converted, Order

WEB_FILE = "web.webp"
THUMBNAIL_FILE = "thumbnail.webp"


def convert(order: Order) -> Converted:
    """Convert one photo; of a file with several images the first, or the one it calls primary.

    Raises:
        SourceUnreadable, SourceDamaged: it is no photo that can be decoded.
        SourceUnsupported: its values are no colours, or of a kind that is not read.
        SourceTooComplex: it has more pixels than the job has memory for.
    """
    # Only here: the limits must hold before the libraries load.
    from convert_media.photo.colour import require_colours
    from convert_media.photo.picture import decode, open_picture
    from convert_media.photo.pictures import write_panorama, write_pictures
    from convert_media.photo.record import PHOTO_FILE, photo_of
    from convert_media.photo.tiles import PANORAMA_FILE

    image = open_picture(order.source, order.limits)
    require_colours(image)
    warnings: list[str] = []
    decode(image)
    photo = photo_of(image, warnings)
    write_pictures(image, photo.orientation, order.parameters, warnings)
    files = [WEB_FILE, THUMBNAIL_FILE, PHOTO_FILE]
    facts = dict(photo.facts())
    if photo.panorama is not None:
        facts["tiles"] = write_panorama(
            image, photo.panorama, photo.orientation, order.parameters, warnings
        )
        files.append(PANORAMA_FILE)
    photo.write(warnings)
    return Converted(tuple(files), facts)
