"""The compiled site: what functions, containers, edge components and the console know of a site.

`twin.compile` makes one from a validated definition; every Lambda zip and edge artefact carries it
as `site.json`. Only the standard library is used, so it loads anywhere.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from twin.access.site_access import SiteAccess
from twin.packed_items import packed, unpacked
from twin.site_calibration import ModelCalibration, calibration_from_raw
from twin.site_pipelines import Pipeline

Item = TypeVar("Item")
SignalKind = Literal["attribute", "measurement", "transform", "metric", "prediction"]
DataType = Literal["DOUBLE", "INTEGER", "BOOLEAN", "STRING"]
Comparison = Literal["<", "<=", "==", "!=", ">=", ">"]


@dataclass(frozen=True)
class Asset:
    """One instance in the ISA-95 equipment tree; `mesh_node` is its node name in the site's GLB.

    `relations` are named edges to other assets: (relation, target id), such as ("feeds", "T-101").
    """

    id: str
    title: str
    type: str
    level: str
    parent: str | None
    mesh_node: str | None
    relations: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Signal:
    """One property of one asset; `alias` is its SiteWise property alias and its name everywhere."""

    alias: str
    asset: str
    name: str
    title: str
    kind: SignalKind
    data_type: DataType
    unit: str
    range_low: float | None
    range_high: float | None
    address: str | None
    stale_after_seconds: float
    dead_band: float
    default_value: float | str | bool | None


@dataclass(frozen=True)
class Alarm:
    """One ISA-18.2 alarm; active while `signal comparison threshold` held for the on-delay.

    `state_alias` is the alias of the `AWS/ALARM_STATE` property of its EXTERNAL composite.
    """

    id: str
    asset: str
    name: str
    title: str
    signal: str
    comparison: Comparison
    threshold: float
    dead_band: float
    on_delay_seconds: float
    off_delay_seconds: float
    priority: int
    state_alias: str


@dataclass(frozen=True)
class Interlock:
    """Refuse a command while `signal comparison value` holds or the signal is stale or bad."""

    signal: str
    comparison: Comparison
    value: float
    message: str


@dataclass(frozen=True)
class Command:
    """One set-point that may be written to the asset; `feedback` is the signal that reports it."""

    id: str
    asset: str
    name: str
    title: str
    unit: str
    minimum: float
    maximum: float
    maximum_rate_per_second: float | None
    address: str
    feedback: str
    interlocks: tuple[Interlock, ...]
    expires_after_seconds: float


@dataclass(frozen=True)
class Prediction:
    """Where one output variable of a model goes: its value and the bounds of its interval.

    `coverage` is the signal of how often past intervals held the measured value, from 0 to 1.
    """

    variable: str
    measured: str
    value: str
    lower: str
    upper: str
    coverage: str

    @property
    def written(self) -> tuple[str, ...]:
        """Return the aliases of the signals that a prediction goes to."""
        return (self.value, self.lower, self.upper, self.coverage)


@dataclass(frozen=True)
class Parameter:
    """A model parameter with the standard uncertainty that makes the prediction interval."""

    name: str
    value: float
    standard_uncertainty: float


@dataclass(frozen=True)
class SimulationModel:
    """One simulation model bound to one asset.

    `inputs` maps model variables to signal aliases; `artefact` is the file name below `models/`,
    `kind` what the site file states of it, empty where it leaves that to the content;
    `version_alias` is the STRING signal that records which model version predicted, `valid_alias`
    the BOOLEAN one that says whether to rely on it, `validity_alias` the STRING one with reasons.
    """

    id: str
    asset: str
    title: str
    kind: str
    artefact: str
    inputs: tuple[tuple[str, str], ...]
    predictions: tuple[Prediction, ...]
    parameters: tuple[Parameter, ...]
    version_alias: str
    valid_alias: str
    validity_alias: str
    schedule_minutes: int
    interval_probability: float
    horizon_seconds: float
    step_seconds: float
    calibration: ModelCalibration | None = None


@dataclass(frozen=True)
class SceneModel:
    """A CAD source placed in the scene; `asset_key` is its catalogue key, `source` its file."""

    asset_key: str
    title: str
    source: str
    position_metres: tuple[float, float, float]
    rotation_radians: tuple[float, float, float]


@dataclass(frozen=True)
class SiteDocument:
    """Everything the running twin needs to know of one site."""

    name: str
    title: str
    time_zone: str
    thing_name: str
    plc_endpoint: str
    assets: tuple[Asset, ...]
    signals: tuple[Signal, ...]
    alarms: tuple[Alarm, ...]
    commands: tuple[Command, ...]
    models: tuple[SimulationModel, ...]
    scene: tuple[SceneModel, ...]
    access: SiteAccess = field(default_factory=SiteAccess)
    pipelines: tuple[Pipeline, ...] = ()

    @cached_property
    def signal_by_alias(self) -> dict[str, Signal]:
        """Index the signals by alias."""
        return {signal.alias: signal for signal in self.signals}

    @cached_property
    def alarm_by_id(self) -> dict[str, Alarm]:
        """Index the alarms by id."""
        return {alarm.id: alarm for alarm in self.alarms}

    @cached_property
    def command_by_id(self) -> dict[str, Command]:
        """Index the commands by id."""
        return {command.id: command for command in self.commands}

    @cached_property
    def model_by_id(self) -> dict[str, SimulationModel]:
        """Index the simulation models by id."""
        return {model.id: model for model in self.models}

    def to_json(self) -> str:
        """Return the canonical JSON text: same site, same bytes."""
        return _canonical(asdict(self))

    def to_packed_json(self) -> str:
        """Return the text that is given to functions: what assets have in common stands once."""
        return self._packed

    @cached_property
    def _packed(self) -> str:
        rest = {name: value for name, value in vars(self).items() if name in _PLAIN}
        items = {name: packed(getattr(self, name)) for name in _ITEMS}
        return _canonical({**rest, _PACKED: items})

    @classmethod
    def from_json(cls, text: str) -> SiteDocument:
        """Read what `to_json` or `to_packed_json` wrote; packed items are read when asked for."""
        raw = json.loads(text)
        if _PACKED not in raw:
            return _site(raw)
        site = _site({**raw, **dict.fromkeys(_ITEMS, ())})
        for name in _ITEMS:
            del site.__dict__[name]
        site.__dict__[_PACKED] = raw[_PACKED]
        return site

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> tuple[Any, ...]:
            """Return the items that a packed document has not read yet."""
            packed = self.__dict__.get(_PACKED)
            if packed is None or name not in _ITEMS:
                raise AttributeError(name)
            items = tuple(_ITEMS[name](one) for one in unpacked(packed[name]))
            self.__dict__[name] = items
            return items

    @classmethod
    def from_file(cls, path: Path) -> SiteDocument:
        """Read `site.json` from a file."""
        return cls.from_json(path.read_text(encoding="utf-8"))


_PACKED = "packed"
_PLAIN = (
    *("name", "title", "time_zone", "thing_name", "plc_endpoint"),
    *("assets", "scene", "access", "pipelines"),
)


def _canonical(value: Any) -> str:  # noqa: ANN401 - JSON with the parts of a document
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=vars
    )


def _site(raw: dict[str, Any]) -> SiteDocument:
    return SiteDocument(
        **{key: raw[key] for key in ("name", "title", "time_zone", "thing_name", "plc_endpoint")},
        assets=tuple(_asset(item) for item in raw["assets"]),
        signals=tuple(Signal(**item) for item in raw["signals"]),
        alarms=tuple(Alarm(**item) for item in raw["alarms"]),
        commands=tuple(_command(item) for item in raw["commands"]),
        models=tuple(_model(item) for item in raw["models"]),
        scene=tuple(_scene_model(item) for item in raw["scene"]),
        access=SiteAccess.from_raw(raw.get("access", {})),
        pipelines=tuple(Pipeline.from_raw(item) for item in raw.get("pipelines", ())),
    )


def _restored(kind: type[Item], raw: dict[str, Any]) -> Item:
    """Return an item that was written from its fields; 100,000 of them must not take seconds."""
    item = object.__new__(kind)
    item.__dict__.update(raw)
    return item


def _asset(raw: dict[str, Any]) -> Asset:
    relations = tuple((relation, target) for relation, target in raw["relations"])
    return Asset(**{**raw, "relations": relations})


def _command(raw: dict[str, Any]) -> Command:
    interlocks = tuple(Interlock(**item) for item in raw["interlocks"])
    return Command(**{**raw, "interlocks": interlocks})


def _model(raw: dict[str, Any]) -> SimulationModel:
    return SimulationModel(
        **{
            **raw,
            "inputs": tuple((variable, alias) for variable, alias in raw["inputs"]),
            "predictions": tuple(Prediction(**item) for item in raw["predictions"]),
            "parameters": tuple(Parameter(**item) for item in raw["parameters"]),
            "calibration": calibration_from_raw(raw.get("calibration")),
        }
    )


def _scene_model(raw: dict[str, Any]) -> SceneModel:
    position, rotation = raw["position_metres"], raw["rotation_radians"]
    return SceneModel(
        **{
            **raw,
            "position_metres": (position[0], position[1], position[2]),
            "rotation_radians": (rotation[0], rotation[1], rotation[2]),
        }
    )


_ITEMS: dict[str, Callable[[dict[str, Any]], object]] = {
    "signals": lambda raw: _restored(Signal, raw),
    "alarms": lambda raw: _restored(Alarm, raw),
    "commands": _command,
    "models": _model,
}
"""What assets of a type have in common, and how one is read."""
