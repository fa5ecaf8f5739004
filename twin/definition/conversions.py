"""How much a site converts at a time."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from twin.definition.names import Part


class ConversionsDefinition(Part):
    """Limits of all conversions of a site; what is over them waits its turn."""

    at_once: Annotated[int, Field(ge=1, le=1000)] | None = None
    """Small files of one image at a time, reserved for it in the account's concurrency.

    Without it the functions take what the account has free, as an account with a concurrency of
    10, which new ones start with, can reserve nothing.
    """
    maximum_vcpus: Annotated[int, Field(ge=1, le=10_000)] = 16
    """Of all container jobs of the site together, simulation runs among them."""
