"""Find the conversion of a converter: the module of its name in the `conversions` of the image.

A conversion has `convert`, which reads the source in a limited process of its own, and may have
`finish`, which is called after it in the process of the job, to check what was written and to run
other limited programs. Neither imports a heavy library before it is called.
"""

from __future__ import annotations

import importlib
from typing import Protocol, cast

from conversion_runtime.order import Converted, Order


class Conversion(Protocol):
    """What a module in `conversions` has."""

    def convert(self, order: Order) -> Converted:
        """Read the source, write derivatives into the folder and say what they are.

        Raises:
            ConversionError: one of its kinds says why not.
        """


class Finish(Protocol):
    """What it may have."""

    def __call__(self, order: Order, converted: Converted) -> Converted:
        """Check and complete the derivatives.

        Raises:
            ConversionError: one of its kinds says why not.
        """


def conversion_of(package: str, converter: str) -> Conversion:
    """Return the conversion of an image's package."""
    module = importlib.import_module(f"{package}.conversions.{converter}")
    return cast("Conversion", module)


def finish_of(conversion: Conversion) -> Finish | None:
    """Return what completes a conversion, if there is something."""
    return getattr(conversion, "finish", None)
