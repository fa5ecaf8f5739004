"""What starts a run: a prediction from measured inputs, or a what-if that replaces some."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast

from twin.simulation.errors import ModelUnknown, RunRequestInvalid
from twin.site_document import Signal, SimulationModel, SiteDocument

Kind = Literal["prediction", "what_if"]
KINDS: tuple[Kind, ...] = ("prediction", "what_if")
LONGEST_KEY = 128


@dataclass(frozen=True)
class RunRequest:
    """A request that was checked against the site."""

    model_id: str
    kind: Kind
    inputs: Mapping[str, float]
    idempotency_key: str

    @property
    def digest(self) -> str:
        """Return what tells this request from another one under the same idempotency key."""
        text = json.dumps([self.model_id, self.kind, self.inputs], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()

    @classmethod
    def from_body(cls, body: Mapping[str, Any], site: SiteDocument) -> RunRequest:
        """Read and check the body of `POST /runs`.

        Raises:
            ModelUnknown: the site has no such model.
            RunRequestInvalid: the kind, an input or the idempotency key is wrong.
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
        given = body.get("inputs")
        inputs = checked_inputs({} if given is None else given, model, site)
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
        key = checked_key(body.get("idempotency_key"))
        return cls(model.id, cast("Kind", kind), inputs, key)


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


def checked_inputs(
    given: object, model: SimulationModel, site: SiteDocument, where: str = "inputs"
) -> dict[str, float]:
    """Return inputs that replace measured ones, as numbers of the model within their ranges.

    Raises:
        RunRequestInvalid: one of them is wrong; `where` is where they stand in the request.
    """
    if not isinstance(given, dict):
        raise RunRequestInvalid(
            f"{where} is no object", expected="numbers by variable", where=where
        )
    bound = dict(model.inputs)
    checked = {}
    for name, value in given.items():
        if name not in bound:
            raise RunRequestInvalid(
                f"the model has no input {name}",
                expected=f"one of {', '.join(bound)}",
                where=f"{where}.{name}",
            )
        checked[name] = checked_number(name, value, where=f"{where}.{name}")
        _check_range(checked[name], site.signal_by_alias[bound[name]], where=f"{where}.{name}")
    return checked


def _check_range(value: float, signal: Signal, where: str) -> None:
    low = -math.inf if signal.range_low is None else signal.range_low
    high = math.inf if signal.range_high is None else signal.range_high
    if not low <= value <= high:
        raise RunRequestInvalid(
            f"{where.rpartition('.')[2]} is outside of the range of its signal",
            found=f"{value:g} {signal.unit}",
            expected=f"from {low:g} to {high:g} {signal.unit}",
            where=where,
        )


def checked_number(name: str, value: object, where: str) -> float:
    """Return a number of a request.

    Raises:
        RunRequestInvalid: it is none, or not finite.
    """
    number = _finite(value)
    if number is None:
        raise RunRequestInvalid(
            f"{name} is no number",
            found=repr(value)[:LONGEST_KEY],
            expected="a finite number",
            where=where,
        )
    return number


def _finite(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        number = float(value)
    except OverflowError:  # JSON has whole numbers of any length
        return None
    return number if math.isfinite(number) else None


def checked_key(given: object) -> str:
    """Return the idempotency key; none is the empty one, which never repeats a run.

    Raises:
        RunRequestInvalid: it is no text, or too long.
    """
    if given is None:
        return ""
    if not isinstance(given, str) or len(given) > LONGEST_KEY:
        raise RunRequestInvalid(
            "the idempotency key is unusable",
            found=repr(given)[:LONGEST_KEY],
            expected=f"a text of at most {LONGEST_KEY} characters",
            where="idempotency_key",
        )
    return given
