"""Commands stay within what their feedback can show, and interlocks watch what exists."""

from __future__ import annotations

from twin.definition.checks.properties import Property
from twin.definition.checks.scope import Scope
from twin.definition.checks.units import require_unit
from twin.definition.command import CommandDefinition
from twin.definition.key_path import KeyPath


def check(scope: Scope) -> None:
    """Check the commands of every type, and that no two write one node."""
    for name, equipment, key in scope.types():
        for command_name, command in equipment.commands.items():
            at = (*key, "commands", command_name)
            _check_limits(scope, command, at)
            feedback = scope.property_of(name, command.feedback, (*at, "feedback"))
            if feedback is not None:
                _check_feedback(scope, command, feedback, at)
            _check_interlocks(scope, name, command, at)
    _check_addresses(scope)


def _check_limits(scope: Scope, command: CommandDefinition, key: KeyPath) -> None:
    if command.minimum >= command.maximum:
        scope.report.add(
            "BAD_RANGE",
            (*key, "maximum"),
            "the limits allow nothing",
            found=f"{command.minimum:g} to {command.maximum:g}",
            expected=f"a maximum above the minimum of {command.minimum:g}",
        )


def _check_feedback(
    scope: Scope, command: CommandDefinition, feedback: Property, key: KeyPath
) -> None:
    if feedback.kind != "measurements" or not feedback.is_number:
        scope.report.add(
            "BAD_SIGNAL",
            (*key, "feedback"),
            "it cannot show what the plant did",
            found=f"{feedback.name}: {feedback.data_type} of the {feedback.kind}",
            expected="a measurement that is a number",
        )
        return
    if command.unit is not None:
        require_unit(scope.report, (*key, "unit"), command.unit, of=feedback)
    low, high = feedback.range or (None, None)
    for name, value in (("minimum", command.minimum), ("maximum", command.maximum)):
        if low is not None and high is not None and low < high and not low <= value <= high:
            scope.report.add(
                "OUT_OF_RANGE",
                (*key, name),
                f"{feedback.name} cannot show it",
                found=f"{value:g}",
                expected=f"within the range of {feedback.name}: [{low:g}, {high:g}]",
            )


def _check_interlocks(
    scope: Scope, type_name: str, command: CommandDefinition, key: KeyPath
) -> None:
    for index, interlock in enumerate(command.interlocks):
        at = (*key, "interlocks", index)
        signal = scope.referenced(type_name, interlock.signal, (*at, "signal"))
        if signal is None:
            continue
        if signal.data_type == "string":
            scope.report.add(
                "BAD_SIGNAL",
                (*at, "signal"),
                "an interlock compares numbers",
                found=f"{signal.name}: string",
                expected="a number or a boolean",
            )
        elif interlock.unit is not None:
            require_unit(scope.report, (*at, "unit"), interlock.unit, of=signal)


def _check_addresses(scope: Scope) -> None:
    first: dict[str, str] = {}
    for asset_id, asset in scope.site.twin.assets.items():
        equipment = scope.site.twin.types.get(asset.type)
        for name, command in equipment.commands.items() if equipment else ():
            template = asset.addresses.get(name) or command.address or scope.site.plc.address
            address = template.replace("{asset}", asset_id).replace("{property}", name)
            if address in first:
                scope.report.add(
                    "DUPLICATE_ADDRESS",
                    ("twin", "types", asset.type, "commands", name, "address"),
                    f"{first[address]} and {asset_id}.{name} write one node of the PLC",
                    found=address,
                    expected="a node of its own for each command, such as with {asset} in it",
                )
            first.setdefault(address, f"{asset_id}.{name}")
