"""Errors every function may raise.

RuntimeFault
├── SettingMissing      the function's environment lacks a variable
├── EventRejected       EventBridge did not take an event
└── LivePublishFailed   the live channel did not take a message
RequestError            the caller's request is wrong
├── BodyInvalid         the body is not the JSON object expected
├── QueryInvalid        a query parameter is wrong
└── RouteUnknown        no such operation in this function
"""

from __future__ import annotations

from twin.errors import TwinError


class RuntimeFault(TwinError):
    """The deployment, not the caller, is at fault."""

    code = "RUNTIME_FAULT"
    status = 500


class SettingMissing(RuntimeFault):
    """The function's environment lacks a variable that its construct must set."""

    code = "SETTING_MISSING"


class EventRejected(RuntimeFault):
    """EventBridge answered that it did not take an event."""

    code = "EVENT_REJECTED"


class LivePublishFailed(RuntimeFault):
    """The live channel did not take a message."""

    code = "LIVE_PUBLISH_FAILED"


class RequestError(TwinError):
    """The caller's request is wrong."""

    code = "REQUEST_INVALID"


class BodyInvalid(RequestError):
    """The body is not the JSON object expected."""

    code = "BODY_INVALID"


class QueryInvalid(RequestError):
    """A query parameter is wrong."""

    code = "QUERY_INVALID"


class RouteUnknown(RequestError):
    """This function does not serve that operation."""

    code = "ROUTE_UNKNOWN"
    status = 404
