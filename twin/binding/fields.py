"""From the body of a request to what a binding binds; every name must be one of the site."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from twin.binding.errors import (
    BindingError,
    EquipmentNotBindable,
    SignalNotBindable,
    VariableNotBindable,
)
from twin.binding.region import Region, invalid
from twin.catalogue.naming import valid_path, valid_text
from twin.site_document import SiteDocument

SITE_PREFIX = "site."
ID_PATTERN = "[a-z0-9][a-z0-9-]{0,63}"
MAXIMUM_NAMES = 100
_ID = re.compile(ID_PATTERN)


@dataclass(frozen=True)
class Bound:
    """What a request binds: a part (`path` and `node_id`) or a region."""

    binding_id: str | None
    path: str
    node_id: str
    region: Region | None
    signals: tuple[str, ...]
    variables: tuple[tuple[str, str], ...]
    equipment: str
    note: str


def bound_of(body: Mapping[str, Any], site: SiteDocument) -> Bound:
    """Read and check a body.

    Raises:
        BindingInvalid: a field is missing or of the wrong kind.
        SignalNotBindable, EquipmentNotBindable, VariableNotBindable: the site has no such thing;
            near ones are named.
    """
    region = Region.from_dict(body["region"]) if body.get("region") is not None else None
    node_id, path = body.get("node_id"), body.get("path")
    if region is None and not (isinstance(node_id, str) and node_id and isinstance(path, str)):
        raise invalid("node_id", "a part (path and node_id) or a region", node_id)
    if region is not None and node_id is not None:
        raise invalid("region", "a part or a region, not both", node_id)
    signals = tuple(dict.fromkeys(_texts(body.get("signals", []), "signals")))
    variables = tuple(dict.fromkeys(_variables(body.get("variables", []))))
    equipment = body.get("equipment", "")
    if not isinstance(equipment, str):
        raise invalid("equipment", "the id of an asset of the site", equipment)
    if not (signals or variables or equipment):
        raise invalid("signals", "a signal, a variable or an equipment", [])
    _check_names(site, signals, variables, equipment)
    return Bound(
        binding_id=binding_id(body["binding_id"]) if body.get("binding_id") else None,
        path="" if region else valid_path(path),
        node_id="" if region else str(node_id),
        region=region,
        signals=signals,
        variables=variables,
        equipment=equipment,
        note=valid_text(body.get("note", ""), "note"),
    )


def binding_id(value: Any) -> str:  # noqa: ANN401 - any JSON
    """Return the id of a binding as it is.

    Raises:
        BindingInvalid: it is none.
    """
    if not isinstance(value, str) or not _ID.fullmatch(value):
        raise invalid("binding_id", "1 to 64 lower case letters, digits and hyphens", value)
    return value


def _check_names(
    site: SiteDocument,
    signals: tuple[str, ...],
    variables: tuple[tuple[str, str], ...],
    equipment: str,
) -> None:
    for alias in signals:
        if alias not in site.signal_by_alias:
            raise _unknown(SignalNotBindable, "signal", alias, site.signal_by_alias)
    for model, variable in variables:
        if model not in site.model_by_id:
            raise _unknown(VariableNotBindable, "simulation model", model, site.model_by_id)
        names = variables_of(site, model)
        if variable not in names:
            raise _unknown(VariableNotBindable, f"variable of {model}", variable, names)
    ids = {asset.id for asset in site.assets}
    if equipment and equipment not in ids:
        raise _unknown(EquipmentNotBindable, "equipment", equipment, ids)


def variables_of(site: SiteDocument, model_id: str) -> tuple[str, ...]:
    """Return the input and output variables of a simulation model."""
    model = site.model_by_id[model_id]
    outputs = (prediction.variable for prediction in model.predictions)
    return tuple(dict.fromkeys((*(name for name, _ in model.inputs), *outputs)))


def _unknown(kind: type[BindingError], noun: str, found: str, known: Iterable[str]) -> BindingError:
    near = difflib.get_close_matches(found[:200], list(known), n=5)
    return kind(
        f"the site has no such {noun}",
        found=ascii(found)[:80],
        expected=f"one like {', '.join(near)}" if near else f"a {noun} of the site file",
    )


def _texts(value: Any, where: str) -> list[str]:  # noqa: ANN401 - any JSON
    if not isinstance(value, list) or len(value) > MAXIMUM_NAMES:
        raise invalid(where, f"a list of at most {MAXIMUM_NAMES} texts", value)
    if not all(isinstance(one, str) for one in value):
        raise invalid(where, "texts", value)
    return value


def _variables(value: Any) -> list[tuple[str, str]]:  # noqa: ANN401 - any JSON
    if not isinstance(value, list) or len(value) > MAXIMUM_NAMES:
        raise invalid("variables", f"a list of at most {MAXIMUM_NAMES} variables", value)
    found = []
    for one in value:
        model = one.get("model") if isinstance(one, Mapping) else None
        variable = one.get("variable") if isinstance(one, Mapping) else None
        if not isinstance(model, str) or not isinstance(variable, str):
            raise invalid("variables", "objects with model and variable", one)
        found.append((model, variable))
    return found
