"""AWS Step Functions."""

from __future__ import annotations

import json
import re

from twin_local.engine.entry import Call, Table, TypeEntry
from twin_local.engine.json_value import Properties
from twin_local.engine.types.tagging import tagging

NAMES = {"StateMachineName": "name", "StateMachineType": "type", "DefinitionString": "definition"}
PLACEHOLDER = re.compile(r"\$\{([A-Za-z0-9_]+)\}")


def _definition(given: Properties, _: Properties) -> Properties:
    """Return the definition as text, its `${…}` filled from DefinitionSubstitutions."""
    rest = dict(given)
    substitutions = rest.pop("DefinitionSubstitutions", {})
    if "Definition" in rest:
        rest["DefinitionString"] = json.dumps(rest.pop("Definition"))
    if substitutions and "DefinitionString" in rest:
        rest["DefinitionString"] = PLACEHOLDER.sub(
            lambda match: str(substitutions.get(match[1], match[0])), rest["DefinitionString"]
        )
    return rest


ENTRIES: Table = {
    "AWS::StepFunctions::StateMachine": TypeEntry(
        service="stepfunctions",
        name="StateMachineName",
        name_limit=80,
        ref="{r.stateMachineArn}",
        create=(Call("CreateStateMachine", names=NAMES, reshape=_definition),),
        update=(
            Call(
                "UpdateStateMachine",
                names=NAMES,
                reshape=_definition,
                fixed={"stateMachineArn": "{id}"},
            ),
            tagging(
                "TagResource",
                "UntagResource",
                where={"resourceArn": "{id}"},
                gone={"tagKeys": ["{item.Key}"]},
            ),
        ),
        delete=(Call("DeleteStateMachine", fixed={"stateMachineArn": "{id}"}),),
        attributes={"Arn": "{id}", "Name": "{p.StateMachineName}"},
    ),
}
