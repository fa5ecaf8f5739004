"""Pictures that come one after another, as Pillow's AVIF writer takes them."""

from __future__ import annotations

from collections.abc import Iterator

from PIL import Image

from convert_media.srgb import Picture


class PictureSequence(Image.Image):
    """An animated image that holds one picture at a time, and reads the next when it is asked."""

    is_animated = True

    def __init__(self, pictures: Iterator[Picture]) -> None:
        super().__init__()
        self._pictures = pictures
        self._number = 0
        self._show(next(pictures))

    def tell(self) -> int:
        """Return the number of the picture that is shown."""
        return self._number

    def seek(self, frame: int) -> None:
        """Show the next picture.

        The writer looks at the first one twice and goes back to it at the end, when nothing is read
        any more: going back changes nothing.

        Raises:
            EOFError: there is no other.
        """
        if frame <= self._number:
            return
        picture = next(self._pictures, None)
        if picture is None:
            raise EOFError("no more pictures")
        self._number = frame
        self._show(picture)

    def _show(self, picture: Picture) -> None:
        image = Image.fromarray(picture)
        self.im, self._size, self._mode = image.im, image.size, image.mode
