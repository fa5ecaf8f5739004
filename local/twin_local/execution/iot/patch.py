"""Make moto's iot-data answer through the shadow service and the message bus."""

from __future__ import annotations

import re
import time
from urllib.parse import parse_qs, unquote

from moto.iotdata.responses import IoTDataPlaneResponse

from twin_local.execution.iot import policy_limits, publishing, retained_patch
from twin_local.execution.iot.json_values import encode
from twin_local.execution.iot.publishing import TopicError
from twin_local.execution.iot.retained import RetainedMessages
from twin_local.execution.iot.shadows import store
from twin_local.execution.iot.shadows.errors import invalid
from twin_local.execution.iot.shadows.service import ShadowService
from twin_local.execution.iot.shadows.store import ShadowKey
from twin_local.execution.iot_bus import BusError
from twin_local.execution.patching import replace
from twin_local.execution.types import Json

THING_NAME = re.compile(r"[a-zA-Z0-9:_-]{1,128}")
SHADOW_NAME = re.compile(r"[$a-zA-Z0-9:_-]{1,64}")

UNSUPPORTED_QUERY = ("responseTopic", "contentType", "messageExpiry")
UNSUPPORTED_HEADERS = (
    "x-amz-mqtt5-user-properties",
    "x-amz-mqtt5-payload-format-indicator",
    "x-amz-mqtt5-correlation-data",
)
"""Properties of MQTT 5: the bus carries those of MQTT 3.1.1 alone."""


def install(service: ShadowService, retained: RetainedMessages) -> None:
    """Replace the operations on shadows and `Publish`; add those on retained messages."""

    def update_thing_shadow(response: IoTDataPlaneResponse) -> str:
        return _text(service.update(_key(response), _body(response)))

    def get_thing_shadow(response: IoTDataPlaneResponse) -> str:
        return _text(service.get(_key(response)))

    def delete_thing_shadow(response: IoTDataPlaneResponse) -> str:
        return _text(service.delete(_key(response)))

    replace(IoTDataPlaneResponse, "update_thing_shadow", update_thing_shadow)
    replace(IoTDataPlaneResponse, "get_thing_shadow", get_thing_shadow)
    replace(IoTDataPlaneResponse, "delete_thing_shadow", delete_thing_shadow)
    replace(IoTDataPlaneResponse, "list_named_shadows_for_thing", _list_named_shadows)
    replace(IoTDataPlaneResponse, "publish", lambda response: _publish(response, retained))
    retained_patch.install(retained)
    policy_limits.install()


def _list_named_shadows(response: IoTDataPlaneResponse) -> str:
    """Answer a page of names; a thing without shadows has none."""
    names = store.names(response.current_account, response.region, _thing(response))
    after, size = _query(response, "nextToken") or "", _query(response, "pageSize")
    left = [name for name in names if name > after]
    page = left[: int(size)] if size else left
    answer: dict[str, Json] = {"results": page, "timestamp": int(time.time())}
    if len(left) > len(page):
        answer["nextToken"] = page[-1]
    return _text(answer)


def _publish(response: IoTDataPlaneResponse, retained: RetainedMessages) -> str:
    _check_properties(response)
    topic = unquote(response.path.partition("/topics/")[2])
    qos = _query(response, "qos") or "0"
    if qos not in ("0", "1"):
        raise invalid(f"QoS {qos} is not offered")
    keeps = _query(response, "retain") == "true"
    try:
        publishing.publish(
            topic, _body(response), qos=int(qos), retained=retained if keeps else None
        )
    except (TopicError, BusError) as error:
        raise invalid(str(error)) from error
    return "{}"


def _check_properties(response: IoTDataPlaneResponse) -> None:
    asked = [name for name in UNSUPPORTED_QUERY if _query(response, name) not in (None, "false")]
    asked += [name for name in UNSUPPORTED_HEADERS if name in response.headers]
    if asked:
        raise invalid(f"messages carry no {', '.join(asked)} here")


def _key(response: IoTDataPlaneResponse) -> ShadowKey:
    name = _query(response, "name")
    if name is not None and not SHADOW_NAME.fullmatch(name):
        raise invalid(f"{name!r} is not a name of a shadow")
    return ShadowKey(response.current_account, response.region, _thing(response), name or "")


def _thing(response: IoTDataPlaneResponse) -> str:
    thing = str(response._get_param("thingName"))
    if not THING_NAME.fullmatch(thing):
        raise invalid(f"{thing!r} is not a name of a thing")
    return thing


def _query(response: IoTDataPlaneResponse, name: str) -> str | None:
    values = parse_qs(response.parsed_url.query).get(name)
    return values[0] if values else None


def _body(response: IoTDataPlaneResponse) -> bytes:
    body = response.raw_body or b""
    return body.encode() if isinstance(body, str) else bytes(body)


def _text(document: Json) -> str:
    return encode(document).decode()
