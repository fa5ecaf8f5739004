"""What the service accepts as a property of a model.

https://docs.aws.amazon.com/iot-sitewise/latest/userguide/asset-properties.html
"""

from __future__ import annotations

from twin.errors import TwinError
from twin.formula.windows import tumbling
from twin_local.services.iotsitewise.exceptions import InvalidRequestException
from twin_local.services.iotsitewise.store import Json

ON_MODELS = ("STRING", "INTEGER", "DOUBLE", "BOOLEAN", "STRUCT")
COMPUTED = ("DOUBLE", "STRING")
ALARM = "AWS/ALARM"
ALARM_STATE = "AWS/ALARM_STATE"
ALARM_TYPE = "AWS/ALARM_TYPE"


def check_property(definition: Json) -> None:
    """Check a property by itself.

    Raises:
        InvalidRequestException: it is not one that a model can have.
    """
    for problem in _problems(definition):
        raise InvalidRequestException(f"{definition['name']}: {problem}")


def check_alarm(composite: Json) -> None:
    """Check that an alarm has its type and its state.

    Raises:
        InvalidRequestException: it has not.
    """
    name = composite["name"]
    kinds = {one["name"]: one for one in composite["properties"]}
    alarm_type, alarm_state = kinds.get(ALARM_TYPE), kinds.get(ALARM_STATE)
    if alarm_type is None or "attribute" not in alarm_type["type"]:
        raise InvalidRequestException(
            f"{composite['name']}: an alarm has the attribute {ALARM_TYPE}"
        )
    if alarm_state is None or alarm_state["dataType"] != "STRUCT":
        raise InvalidRequestException(f"{name}: an alarm has the STRUCT {ALARM_STATE}")


def _problems(definition: Json) -> list[str]:
    data_type, kinds = definition["dataType"], sorted(definition["type"])
    problems = []
    if len(kinds) != 1:
        problems.append(f"a property has exactly one type, found {', '.join(kinds) or 'none'}")
    if data_type not in ON_MODELS:
        problems.append(f"the data type of a model's property is not {data_type}")
    if (data_type == "STRUCT") != bool(definition.get("dataTypeSpec")):
        problems.append("a STRUCT, and only a STRUCT, has a dataTypeSpec")
    if data_type == "STRUCT" and definition.get("dataTypeSpec") != ALARM_STATE:
        problems.append(f"the dataTypeSpec is {ALARM_STATE}")
    if kinds in (["transform"], ["metric"]) and data_type not in COMPUTED:
        problems.append(f"the data type of a {kinds[0]} is {' or '.join(COMPUTED)}")
    return [*problems, *_window(definition), *_default(definition)]


def _window(definition: Json) -> list[str]:
    metric = definition["type"].get("metric")
    if not metric:
        return []
    given = metric["window"].get("tumbling")
    if not given:
        return ["the window of a metric is a tumbling one"]
    try:
        tumbling(given["interval"], given.get("offset"))
    except TwinError as error:
        return [str(error)]
    return []


def _default(definition: Json) -> list[str]:
    text = (definition["type"].get("attribute") or {}).get("defaultValue")
    if text is None or _fits(text, definition["dataType"]):
        return []
    return [f"the default value {text!r} is no {definition['dataType']}"]


def _fits(text: str, data_type: str) -> bool:
    if data_type == "BOOLEAN":
        return text.lower() in ("true", "false")
    try:
        if data_type == "DOUBLE":
            float(text)
        elif data_type == "INTEGER":
            int(text)
    except ValueError:
        return False
    return True
