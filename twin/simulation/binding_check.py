"""Whether a model fits the signals and parameters that the site file binds it to."""

from __future__ import annotations

from collections.abc import Mapping

from twin.simulation.manifest import ModelManifest
from twin.simulation.registry_errors import BindingUnfit
from twin.simulation.unit_spelling import same_unit
from twin.simulation.variables import Causality, ModelVariable
from twin.site_document import SimulationModel, SiteDocument

SETTABLE: tuple[Causality, ...] = ("input", "parameter")
READABLE: tuple[Causality, ...] = ("output", "local")


def require_fit(model: SimulationModel, manifest: ModelManifest, site: SiteDocument) -> None:
    """Require that a model has every variable that the site binds, in its role and unit.

    A variable without a unit fits any signal: nothing can be said against it.

    Raises:
        BindingUnfit: it does not; every mistake is told.
    """
    units = {alias: signal.unit for alias, signal in site.signal_by_alias.items()}
    variables = {item.name: item for item in manifest.variables}
    mistakes = [
        *(
            _mistake(variables, name, SETTABLE, units[alias], "inputs")
            for name, alias in model.inputs
        ),
        *(
            _mistake(variables, one.variable, READABLE, units[one.measured], "outputs")
            for one in model.predictions
        ),
        *(_mistake(variables, item.name, SETTABLE, "", "parameters") for item in model.parameters),
    ]
    told = [mistake for mistake in mistakes if mistake]
    if told:
        raise BindingUnfit(
            "the model does not fit what the site file binds it to",
            found="; ".join(told),
            expected="the variables, roles and units of the site file",
            where=f"the variables of the model, or the model {model.id} in the site file",
        )


def _mistake(
    variables: Mapping[str, ModelVariable],
    name: str,
    roles: tuple[Causality, ...],
    unit: str,
    member: str,
) -> str:
    """Return what is wrong with one variable, empty where nothing is."""
    found = variables.get(name)
    if found is None:
        return f"{member}.{name}: no such variable"
    if found.causality not in roles:
        return f"{member}.{name}: {found.causality}, not {' or '.join(roles)}"
    if unit and found.unit and not same_unit(found.unit, unit):
        return f"{member}.{name}: in {found.unit}, not {unit}"
    return ""
