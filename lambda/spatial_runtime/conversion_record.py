"""A conversion in its new state: written, then told."""

from __future__ import annotations

from catalogue_runtime.conversions import conversion_writes
from catalogue_runtime.store import CatalogueStore
from twin.spatial.conversion import Conversion
from twin.spatial.events import ConversionProgressed
from twin_runtime.events import put_event


def record(store: CatalogueStore, conversion: Conversion, before: Conversion | None) -> None:
    """Write a conversion and tell it; with `before` only where it still is as it was then.

    Raises:
        CatalogueConflict: it is not.
    """
    store.transact(conversion_writes(conversion, before=before))
    tell_conversion(conversion)


def tell_conversion(conversion: Conversion) -> None:
    """Tell how far a conversion is."""
    put_event(ConversionProgressed(conversion))
