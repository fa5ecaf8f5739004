"""What a connector says of itself: its component types, its components and how it reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from twin.connectors.http import Http
from twin.connectors.source import Source
from twin.connectors.tables import Items
from twin.connectors.values import DataType
from twin.site_document import SiteDocument

FunctionName = Literal[
    "dataReader",
    "dataReaderByEntity",
    "dataReaderByComponentType",
    "attributePropertyValueReaderByEntity",
    "schemaInitializer",
]
HISTORY: tuple[FunctionName, ...] = ("dataReaderByEntity", "dataReaderByComponentType")
READER: FunctionName = "dataReader"
"""Both of them: what the basic alarm type of AWS leaves to those that extend it."""

ATTRIBUTES: FunctionName = "attributePropertyValueReaderByEntity"
SCHEMA: FunctionName = "schemaInitializer"


@dataclass(frozen=True)
class Site:
    """The site as a connector knows it, and what the site file says of the connector's feature."""

    document: SiteDocument
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Property:
    """A property of a component type: `series` over time, `attribute` read now, or `static`."""

    name: str
    data_type: DataType
    kind: Literal["series", "attribute", "static"]
    is_key: bool = False


@dataclass(frozen=True)
class Kind:
    """A component type; `name` is its id after that of the site, `extends` are whole ids."""

    name: str
    title: str
    properties: tuple[Property, ...]
    extends: tuple[str, ...] = ()
    functions: tuple[FunctionName, ...] = ()


@dataclass(frozen=True)
class Component:
    """A component of the entity of an asset, of a kind, with its static values."""

    asset: str
    name: str
    kind: str
    values: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Connector:
    """One source of values. `key_property` holds what tells its components apart.

    `kinds` are in the order in which one extends another. It exists where the site file has its
    `feature`; what that says beside true are the connector's options.
    """

    name: str
    title: str
    key_property: str
    kinds: Callable[[Site], tuple[Kind, ...]]
    components: Callable[[Site], tuple[Component, ...]]
    feature: str = "iot"


@dataclass(frozen=True)
class TableConnector(Connector):
    """A connector that reads a table of the twin; `table` is its name among them."""

    table: Literal["alarms", "results"] = "results"
    source: Callable[[Site, Items], Source] = field(kw_only=True)


@dataclass(frozen=True)
class HttpConnector(Connector):
    """A connector that asks a database over HTTPS, with a token of which `secret` is the name."""

    secret: Callable[[Site], str] = field(kw_only=True)
    source: Callable[[Site, Http], Source] = field(kw_only=True)


def component_type_id(site: str, kind: str) -> str:
    """Return the id of the component type of a kind; no equipment type has such a one."""
    return f"{site}.connector.{kind}"


def series(name: str, data_type: DataType) -> Property:
    """Return a property whose values over time are in the source."""
    return Property(name, data_type, "series")


def attribute(name: str, data_type: DataType) -> Property:
    """Return a property whose present value is in the source."""
    return Property(name, data_type, "attribute")


def static(name: str) -> Property:
    """Return a text that the component states."""
    return Property(name, "STRING", "static")


def key(name: str) -> Property:
    """Return the text that tells a component from all others of the site."""
    return Property(name, "STRING", "static", is_key=True)
