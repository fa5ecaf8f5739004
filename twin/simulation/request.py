"""What starts a run: a prediction from measured inputs, or a what-if that replaces some."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast

from twin.simulation.errors import ModelUnknown, RunRequestInvalid
from twin.site_document import SimulationModel, SiteDocument

Kind = Literal["prediction", "what_if"]
KINDS: tuple[Kind, ...] = ("prediction", "what_if")


@dataclass(frozen=True)
class RunRequest:
    """A request that was checked against the site."""

    model_id: str
    kind: Kind
    inputs: Mapping[str, float]
    idempotency_key: str

    @classmethod
    def from_body(cls, body: Mapping[str, Any], site: SiteDocument) -> RunRequest:
        """Read and check the body of `POST /runs`.

        Raises:
            ModelUnknown: the site has no such model.
            RunRequestInvalid: the kind or an input is wrong.
        """
        model = find_model(site, str(body.get("model_id", "")))
        kind = body.get("kind", "prediction")
        if kind not in KINDS:
            raise RunRequestInvalid(
                "the kind of run is unknown",
                found=repr(kind),
                expected=" or ".join(KINDS),
                where="kind",
            )
        inputs = _inputs(body.get("inputs") or {}, model, site)
        if kind == "prediction" and inputs:
            raise RunRequestInvalid(
                "a prediction runs on measured values",
                found=f"inputs {', '.join(inputs)}",
                expected="no inputs, or the kind what_if",
                where="inputs",
            )
        if kind == "what_if" and not inputs:
            raise RunRequestInvalid(
                "a what-if replaces at least one input",
                found="no inputs",
                expected=f"some of {', '.join(name for name, _ in model.inputs)}",
                where="inputs",
            )
        return cls(model.id, cast("Kind", kind), inputs, str(body.get("idempotency_key", "")))


def find_model(site: SiteDocument, model_id: str) -> SimulationModel:
    """Return a model of the site.

    Raises:
        ModelUnknown: there is none of that id.
    """
    model = site.model_by_id.get(model_id)
    if model is None:
        raise ModelUnknown(
            "the site has no such model",
            found=repr(model_id),
            expected=f"one of {', '.join(sorted(site.model_by_id)) or 'none'}",
            where="model_id",
        )
    return model


def _inputs(given: object, model: SimulationModel, site: SiteDocument) -> dict[str, float]:
    if not isinstance(given, dict):
        raise RunRequestInvalid(
            "inputs is no object", expected="numbers by variable", where="inputs"
        )
    bound = dict(model.inputs)
    checked = {}
    for name, value in given.items():
        if name not in bound:
            raise RunRequestInvalid(
                f"the model has no input {name}",
                expected=f"one of {', '.join(bound)}",
                where=f"inputs.{name}",
            )
        checked[name] = _number(name, value)
        signal = site.signal_by_alias[bound[name]]
        low, high = signal.range_low, signal.range_high
        if (low is not None and value < low) or (high is not None and value > high):
            raise RunRequestInvalid(
                f"{name} is outside of the range of its signal",
                found=f"{value:g} {signal.unit}",
                expected=f"from {low:g} to {high:g} {signal.unit}",
                where=f"inputs.{name}",
            )
    return checked


def _number(name: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise RunRequestInvalid(
            f"{name} is no number", found=repr(value), expected="a number", where=f"inputs.{name}"
        )
    return float(value)
