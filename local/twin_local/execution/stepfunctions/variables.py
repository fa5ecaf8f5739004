"""Hold what a state assigns to variables to its size.

The variables of one `Assign` may be 256 KiB together, and so may each of them:
https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html.
"""

from __future__ import annotations

from typing import Any

from moto.stepfunctions.parser.asl.component.common.assign.assign_decl import AssignDecl
from moto.stepfunctions.parser.asl.eval.environment import Environment
from moto.stepfunctions.parser.asl.utils.encoding import to_json_str

from twin_local.execution.patching import replace
from twin_local.execution.stepfunctions.failures import evaluation_failure

LARGEST_BYTES = 256 * 1024


def install() -> None:
    """Measure the variables of a state before they are set."""
    replace(AssignDecl, "_eval_body", _eval_body)


def _eval_body(assign: AssignDecl, env: Environment) -> None:
    declarations: dict[str, Any] = {}
    for binding in assign.declaration_bindings:
        binding.eval(env=env)
        declarations.update(env.stack.pop())
    size = len(to_json_str(declarations, separators=(",", ":")).encode())
    if size > LARGEST_BYTES:
        raise evaluation_failure(
            env,
            f"The variables of 'Assign' have {size} bytes; at most {LARGEST_BYTES} are allowed.",
            error="States.DataLimitExceeded",
        )
    for name, value in declarations.items():
        env.variable_store.set(variable_identifier=name, variable_value=value)
