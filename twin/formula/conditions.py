"""`if` and `.elif` as the parser reads them.

https://docs.aws.amazon.com/iot-sitewise/latest/userguide/expression-conditional-functions.html
"""

from __future__ import annotations

from twin.formula.errors import FormulaUseError
from twin.formula.nodes import If, Node


def condition(arguments: tuple[Node, ...]) -> If:
    """Return `if(condition, then, otherwise)`.

    Raises:
        FormulaUseError: the number of arguments is wrong.
    """
    if len(arguments) not in (2, 3):
        raise FormulaUseError(
            "if() has a wrong number of arguments", found=str(len(arguments)), expected="2 or 3"
        )
    return If(arguments[0], arguments[1], arguments[2] if len(arguments) == 3 else None)


def else_if(arguments: tuple[Node, ...]) -> If:
    """Return the chain of an `if` with what `.elif(…)` adds; the chain is the first argument.

    Raises:
        FormulaUseError: it adds to no `if`, or to one that has a last result.
    """
    first = arguments[0] if arguments else None
    if not isinstance(first, If):
        raise FormulaUseError(
            "elif() follows an if()", found="elif()", expected="if(c, r).elif(c, r, r)"
        )
    return _append(first, condition(arguments[1:]))


def _append(chain: If, last: If) -> If:
    if chain.otherwise is None:
        return If(chain.condition, chain.then, last)
    if isinstance(chain.otherwise, If):
        return If(chain.condition, chain.then, _append(chain.otherwise, last))
    raise FormulaUseError(
        "elif() follows an if() that has a last result already",
        found="if(c, r, r).elif(…)",
        expected="if(c, r).elif(c, r, r)",
    )
