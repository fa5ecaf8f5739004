"""Errors every function may raise.

RuntimeFault
├── SettingMissing      the function's environment lacks a variable
├── EventRejected       EventBridge did not take an event
├── LivePublishFailed   the live channel did not take a message
├── TableBusy           DynamoDB did not answer for every item asked
├── ValueNotRead        SiteWise did not answer a value
└── ValueNotStored      SiteWise did not take a value
RequestError            the caller's request is wrong
├── BodyInvalid         the body is not the JSON object expected
├── BodyUnknownField    the body has a field that the operation does not take
├── QueryInvalid        a query parameter is wrong
├── IdempotencyKeyInvalid  the key is empty, too long or not printable
├── IdempotencyKeyReused  the key came before, with another request
├── RequestInProgress   the same request with the same key is being answered
├── PreconditionRequired  a change that names no revision
├── PreconditionInvalid a change whose If-Match is no revision
├── RevisionMismatch    a change to something that changed meanwhile
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


class TableBusy(RuntimeFault):
    """DynamoDB left items unread, again and again; asking later may help."""

    code = "TABLE_BUSY"
    status = 503


class ValueNotRead(RuntimeFault):
    """SiteWise answered 200 but did not read a value."""

    code = "VALUE_NOT_READ"
    status = 502


class ValueNotStored(RuntimeFault):
    """SiteWise answered 200 but did not take a value."""

    code = "VALUE_NOT_STORED"
    status = 502


class RequestError(TwinError):
    """The caller's request is wrong."""

    code = "REQUEST_INVALID"


class BodyInvalid(RequestError):
    """The body is not the JSON object expected."""

    code = "BODY_INVALID"


class BodyUnknownField(RequestError):
    """The body has a field that the operation does not take."""

    code = "BODY_UNKNOWN_FIELD"


class QueryInvalid(RequestError):
    """A query parameter is wrong."""

    code = "QUERY_INVALID"


class IdempotencyKeyReused(RequestError):
    """The same idempotency key came before, with another request."""

    code = "IDEMPOTENCY_KEY_REUSED"
    status = 409


class IdempotencyKeyInvalid(RequestError):
    """The idempotency key is empty, too long or not printable."""

    code = "IDEMPOTENCY_KEY_INVALID"


class RequestInProgress(RequestError):
    """The same request with the same idempotency key is being answered at this moment."""

    code = "REQUEST_IN_PROGRESS"
    status = 409


class PreconditionRequired(RequestError):
    """A change that does not say which revision it is made to."""

    code = "PRECONDITION_REQUIRED"
    status = 428


class PreconditionInvalid(RequestError):
    """A change whose If-Match is no revision."""

    code = "PRECONDITION_INVALID"


class RevisionMismatch(RequestError):
    """A change to a revision that is not the newest any more."""

    code = "REVISION_MISMATCH"
    status = 412


class RouteUnknown(RequestError):
    """This function does not serve that operation."""

    code = "ROUTE_UNKNOWN"
    status = 404
