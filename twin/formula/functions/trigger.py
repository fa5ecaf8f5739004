"""`pretrigger`, for transforms only.

https://docs.aws.amazon.com/iot-sitewise/latest/userguide/expression-temporal-functions.html
"""

from __future__ import annotations

from twin.formula.functions.function import Compiler, Evaluate, Function, no_value
from twin.formula.inputs import Inputs
from twin.formula.nodes import Name, Node
from twin.formula.values import NoPoint, Value


def _pretrigger(arguments: tuple[Node, ...], compiler: Compiler) -> Evaluate:
    match arguments:
        case (Name(name),) if compiler.is_variable(name):
            return lambda inputs: _before(inputs, name)
    return no_value


def _before(inputs: Inputs, name: str) -> Value:
    sample = inputs.before(name)
    if sample is None:
        raise NoPoint
    return sample.value


TABLE: dict[str, Function] = {"pretrigger": Function(1, 1, _pretrigger)}
