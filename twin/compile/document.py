"""Site definition → `SiteDocument`: what the running twin knows of its site."""

from __future__ import annotations

from twin import identity
from twin.compile.access import compile_access
from twin.compile.calibration import compile_calibration
from twin.compile.pipelines import compile_pipelines
from twin.compile.type_members import Member, members_by_type, title_of
from twin.definition.alarm import PRIORITIES, AlarmDefinition
from twin.definition.command import CommandDefinition
from twin.definition.equipment import LEVELS, AssetDefinition, EquipmentType
from twin.definition.simulation_model import SimulationModelDefinition
from twin.definition.site import SiteDefinition
from twin.site_document import (
    Alarm,
    Asset,
    Command,
    DataType,
    Interlock,
    Parameter,
    Prediction,
    SceneModel,
    Signal,
    SimulationModel,
    SiteDocument,
)

_DATA_TYPES: dict[str, DataType] = {
    "double": "DOUBLE",
    "integer": "INTEGER",
    "boolean": "BOOLEAN",
    "string": "STRING",
}
_FIRST_LEVEL_WITH_A_BODY = LEVELS.index("work_unit")


def compile_site(definition: SiteDefinition) -> SiteDocument:
    """Compile a definition that `load_site` has checked."""
    of_types = members_by_type(definition.twin)
    instances = [
        _Instance(definition, asset_id, asset, of_types[asset.type])
        for asset_id, asset in definition.twin.assets.items()
    ]
    return SiteDocument(
        name=definition.name,
        title=definition.title or definition.name,
        time_zone=definition.time_zone,
        thing_name=identity.thing_name(definition.name),
        plc_endpoint=definition.plc.endpoint,
        assets=tuple(instance.asset() for instance in instances),
        signals=tuple(signal for instance in instances for signal in instance.signals()),
        alarms=tuple(alarm for instance in instances for alarm in instance.alarms()),
        commands=tuple(command for instance in instances for command in instance.commands()),
        models=tuple(model for instance in instances for model in instance.models()),
        scene=tuple(_scene_models(definition)),
        access=compile_access(definition.access),
        pipelines=compile_pipelines(definition.spatial),
    )


def _scene_models(definition: SiteDefinition) -> list[SceneModel]:
    return [
        SceneModel(
            asset_key=key,
            title=title_of(key, item.title),
            source=item.source,
            position_metres=item.position_metres,
            rotation_radians=item.rotation_radians,
        )
        for key, item in definition.scene.items()
    ]


class _Instance:
    """Compiles one asset with all that its type gives it."""

    def __init__(
        self,
        site: SiteDefinition,
        asset_id: str,
        asset: AssetDefinition,
        members: tuple[Member, ...],
    ) -> None:
        self._site = site
        self._members = members
        self._id = asset_id
        self._asset = asset
        self._type: EquipmentType = site.twin.equipment[asset.type]

    def asset(self) -> Asset:
        has_body = LEVELS.index(self._type.level) >= _FIRST_LEVEL_WITH_A_BODY
        return Asset(
            id=self._id,
            title=self._asset.title or self._id,
            type=self._asset.type,
            level=self._type.level,
            parent=self._asset.parent,
            mesh_node=self._asset.mesh_node or (self._id if has_body else None),
            relations=tuple(
                (relation, target)
                for relation, targets in self._asset.relations.items()
                for target in targets
            ),
        )

    def signals(self) -> list[Signal]:
        return [self._signal(member) for member in self._members]

    def _signal(self, member: Member) -> Signal:
        default = self._asset.attributes.get(member.name, member.default)
        measured = member.kind == "measurement"
        return Signal(
            alias=self._alias(member.name),
            asset=self._id,
            name=member.name,
            title=member.title,
            kind=member.kind,
            data_type=_DATA_TYPES[member.data_type],
            unit=member.unit,
            range_low=member.range_low,
            range_high=member.range_high,
            address=self._address(member.name, member.address) if measured else None,
            stale_after_seconds=member.stale_after_seconds,
            dead_band=member.dead_band,
            default_value=default if member.kind == "attribute" else None,
        )

    def alarms(self) -> list[Alarm]:
        return [self._alarm(name, item) for name, item in self._type.alarms.items()]

    def _alarm(self, name: str, item: AlarmDefinition) -> Alarm:
        return Alarm(
            id=identity.member_id(self._id, name),
            asset=self._id,
            name=name,
            title=title_of(name, item.title),
            signal=self._alias(item.signal),
            comparison=item.comparison,
            threshold=item.threshold,
            dead_band=item.dead_band,
            on_delay_seconds=item.on_delay_seconds,
            off_delay_seconds=item.off_delay_seconds,
            priority=PRIORITIES[item.priority],
            state_alias=identity.alarm_state_alias(self._site.name, self._id, name),
        )

    def commands(self) -> list[Command]:
        return [self._command(name, item) for name, item in self._type.commands.items()]

    def _command(self, name: str, item: CommandDefinition) -> Command:
        return Command(
            id=identity.member_id(self._id, name),
            asset=self._id,
            name=name,
            title=title_of(name, item.title),
            unit=item.unit
            if item.unit is not None
            else self._type.measurements[item.feedback].unit,
            minimum=item.minimum,
            maximum=item.maximum,
            maximum_rate_per_second=item.maximum_rate_per_second,
            address=self._address(name, item.address),
            feedback=self._alias(item.feedback),
            interlocks=tuple(
                Interlock(
                    signal=self._reference(interlock.signal),
                    comparison=interlock.comparison,
                    value=interlock.value,
                    message=interlock.message,
                )
                for interlock in item.interlocks
            ),
            expires_after_seconds=item.expires_after_seconds,
        )

    def models(self) -> list[SimulationModel]:
        return [self._model(name, item) for name, item in self._type.models.items()]

    def _model(self, name: str, item: SimulationModelDefinition) -> SimulationModel:
        return SimulationModel(
            id=identity.member_id(self._id, name),
            asset=self._id,
            title=title_of(name, item.title),
            kind=item.kind or "",
            artefact=item.artefact,
            inputs=tuple((variable, self._reference(ref)) for variable, ref in item.inputs.items()),
            predictions=tuple(
                self._prediction(variable, measured) for variable, measured in item.outputs.items()
            ),
            parameters=tuple(
                Parameter(key, parameter.value, parameter.standard_uncertainty)
                for key, parameter in item.parameters.items()
            ),
            version_alias=self._alias(identity.version_name(name)),
            valid_alias=self._alias(identity.valid_name(name)),
            validity_alias=self._alias(identity.validity_name(name)),
            schedule_minutes=item.schedule_minutes,
            interval_probability=item.interval_probability,
            horizon_seconds=item.horizon_seconds,
            step_seconds=item.step_seconds,
            calibration=compile_calibration(
                item, aliases=self._alias, dead_bands={m.name: m.dead_band for m in self._members}
            ),
        )

    def _prediction(self, variable: str, measured: str) -> Prediction:
        return Prediction(
            variable=variable,
            measured=self._alias(measured),
            value=self._alias(identity.predicted_name(measured)),
            lower=self._alias(identity.lower_name(measured)),
            upper=self._alias(identity.upper_name(measured)),
            coverage=self._alias(identity.coverage_name(measured)),
        )

    def _alias(self, name: str) -> str:
        return identity.signal_alias(self._site.name, self._id, name)

    def _reference(self, reference: str) -> str:
        asset, _, name = reference.rpartition(".")
        return identity.signal_alias(self._site.name, asset or self._id, name)

    def _address(self, name: str, template: str | None) -> str:
        own = self._asset.addresses.get(name)
        text = own or template or self._site.plc.address
        return text.replace("{asset}", self._id).replace("{property}", name)
