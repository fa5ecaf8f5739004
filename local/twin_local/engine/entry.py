"""The rows of the resource table: how one resource type is made by API calls.

Expressions in a row are texts. `"{id}"` is a field:

- `id`: what `Ref` gives; `p`: the properties; `o`: the properties before the update;
- `r`: what the API answered when the resource was made or read; `last`: the last answer;
- `item`: one item of a call with `each`; `unique`: a text made up for this resource;
- `account`, `region`, `stack`, `logical_id`; `location`: the region, unless it is us-east-1;
- `deployed`: the properties of the stack's other resources, by reference.

A field may be a path (`{p.RestApiId}`). A text that is one field gives the value itself; an object
drops members whose field leads nowhere.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from twin_local.engine.json_value import Json, Properties
from twin_local.engine.scope import Unresolved

PENDING = frozenset({"CREATING", "PROPAGATING", "UPDATING", "DELETING"})
FAILED = frozenset({"FAILED", "ERROR"})
"""States in upper case; services write them in either."""

SETTLE_SECONDS = 60.0

Reshape: TypeAlias = Callable[[Properties, Properties], Properties]
"""From the taken properties and the known fields to properties in the structure of the API."""


@dataclass(frozen=True)
class Call:
    """One API operation.

    Attributes:
        operation: the API's name of the operation.
        takes: the properties it carries; None means every property no other call carries.
        names: API names by property path, where they differ in more than case.
        fixed: parameters that do not come from a property of their own.
        reshape: applied to the taken properties first.
        each: a list property (or a path to one); the operation is called once for every item.
        spread: whether an item's members become parameters; `fixed` may use `{item}` instead.
        only_new: on update, called for the new items of the list only, whatever else changed.
        partial: on update, only the properties that have changed are sent.
        undo: called when the taken properties leave the template, or an item leaves the list.
        cleared: what is sent for a property that has left the template.
        always: called even when none of the taken properties is given or has changed.
        service: another service than the type's.
        missing_ok: error codes that mean there is nothing left to do.
        when: called only if this expression gives something true.
        only: called only for the items of the list, or the properties, of which this is true; that
            of `undo` is about the items that have left the list.
    """

    operation: str
    takes: tuple[str, ...] | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    fixed: Mapping[str, Json] = field(default_factory=dict)
    reshape: Reshape | None = None
    each: str | None = None
    spread: bool = True
    only_new: bool = False
    partial: bool = False
    undo: Call | None = None
    cleared: Mapping[str, Json] = field(default_factory=dict)
    always: bool = False
    service: str | None = None
    missing_ok: tuple[str, ...] = ()
    when: str | None = None
    only: Callable[[Json], bool] | None = None

    def applies_to(self, given: Json) -> bool:
        """Tell whether it is called for an item or for properties; what is not known counts."""
        return self.only is None or isinstance(given, Unresolved) or self.only(given)

    @property
    def carried(self) -> tuple[str, ...]:
        """The properties named by this call, empty when it takes the rest."""
        named = self.takes or ()
        return (self.each.split(".")[0], *named) if self.each else named


@dataclass(frozen=True)
class TypeEntry:
    """One resource type.

    Attributes:
        service: botocore's name of the service.
        create: the calls that make it; the answer of the first is kept as `r`.
        ref: what `Ref` gives, once the first call has answered.
        attributes: what `Fn::GetAtt` gives, by attribute name.
        update: the calls that change it in place; without any, a change replaces the resource.
        delete: the calls that remove it; they take fixed parameters only.
        read: a call whose answer is merged into `r` after create and update.
        name: the property that holds a physical name, made up when it is absent.
        name_limit: the greatest length of a made-up name.
        name_lower: whether a made-up name must be lower case.
        name_separator: what joins the parts of a made-up name.
        settled: an expression for the state that `read` shows; create, update and delete wait until
            it is none of PENDING (or the resource is gone).
        settle_seconds: how long that may take.
        inert: properties that have no effect here, each with its reason.
        replace: properties whose change replaces the resource though the schema does not say so.
    """

    service: str
    create: tuple[Call, ...]
    ref: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    update: tuple[Call, ...] = ()
    delete: tuple[Call, ...] = ()
    read: Call | None = None
    name: str | None = None
    name_limit: int = 64
    name_lower: bool = False
    name_separator: str = "-"
    settled: str | None = None
    settle_seconds: float = SETTLE_SECONDS
    inert: Mapping[str, str] = field(default_factory=dict)
    replace: tuple[str, ...] = ()


Table: TypeAlias = Mapping[str, TypeEntry]
