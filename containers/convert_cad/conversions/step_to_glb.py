"""STEP → GLB with names, colours, assembly tree and the identity of every part."""

from __future__ import annotations

from pathlib import Path

from conversion_runtime.order import Converted, Order
from convert_cad.finish import finish
from convert_cad.plain_text import without_byte_order_mark
from convert_cad.settings import tessellation_of

__all__ = ["convert", "finish"]

PLAIN_SOURCE = "source.step"


def convert(order: Order) -> Converted:
    """Convert one file; `finish` packs it.

    Raises:
        ConversionError: one of its kinds says why not.
    """
    # Only here: the libraries take a second to load, and the limits must hold before that.
    from convert_cad.identities import identities
    from convert_cad.pmi import PMI_FILE, write_pmi
    from convert_cad.scene import write_scene
    from convert_cad.step_document import read_step

    source = Path(PLAIN_SOURCE)
    without_byte_order_mark(order.source, source)
    document, reader = read_step(source)
    pmi = write_pmi(document, Path(PMI_FILE))
    converted = write_scene(
        document, identities(reader, document), tessellation_of(order.parameters)
    )
    if not pmi:
        return converted
    facts = {**converted.facts, "pmi_statements": pmi}
    return Converted((*converted.files, PMI_FILE), facts)
