"""Which provider makes the resources of a type."""

from __future__ import annotations

from functools import cached_property

from twin_local.engine.clients import Clients
from twin_local.engine.custom import CUSTOM_TYPES
from twin_local.engine.custom.function_backed import FunctionBacked, is_function_backed
from twin_local.engine.errors import UnknownTypeError
from twin_local.engine.inert_provider import InertProvider
from twin_local.engine.provider import Provider
from twin_local.engine.table import INERT_TYPES, TABLE
from twin_local.engine.table_provider import TableProvider


class Providers:
    """Gives the provider of a type; one set per deployment."""

    def __init__(self, clients: Clients) -> None:
        self.clients = clients

    def of(self, resource_type: str, *, where: str = "") -> Provider:
        """Return the provider of a type.

        Raises:
            UnknownTypeError: the type is in no table, native, inert or of a function.
        """
        if resource_type in TABLE:
            return TableProvider(resource_type, TABLE[resource_type], self.clients)
        if resource_type in CUSTOM_TYPES:
            return CUSTOM_TYPES[resource_type](resource_type, self.clients)
        if resource_type in INERT_TYPES:
            return InertProvider(resource_type, INERT_TYPES[resource_type])
        if is_function_backed(resource_type):
            return FunctionBacked(resource_type, self.clients)
        raise UnknownTypeError(
            f"{where} is of a type that the embedded AWS does not provide",
            found=resource_type,
            expected="a type of the resource table",
            where=where,
        )

    @cached_property
    def known_types(self) -> tuple[str, ...]:
        """Every type that can be deployed, sorted."""
        return tuple(sorted({*TABLE, *CUSTOM_TYPES, *INERT_TYPES}))
