"""Subscribe: what an endpoint must be, and that an HTTP endpoint confirms before it gets messages.

https://docs.aws.amazon.com/sns/latest/dg/SendMessageToHttp.prepare.html
"""

from __future__ import annotations

import copy
import json
import logging
import secrets
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qs, urlencode
from xml.sax.saxutils import escape

from moto.core.responses import ActionResult
from moto.sns.exceptions import SNSInvalidParameter, SNSNotFoundError
from moto.sns.models import SNSBackend, Subscription, sns_backends
from moto.sns.responses import SNSResponse

from twin_local.execution.patching import original, replace
from twin_local.execution.topics.endpoints import DeliveryFailed, check_address, headers_of, post
from twin_local.execution.topics.notification import confirmation
from twin_local.execution.types import Environ, Json, StartResponse, WsgiApplication

LOG = logging.getLogger(__name__)
TOKEN = "confirmation_token"
"""What a subscription bears besides moto's attributes until it is confirmed."""

PENDING = "PendingConfirmation"
OPERATORS_MOTO_LACKS = ("wildcard", "cidr")
Background = Callable[[Callable[[], None]], None]


def install(*, endpoint_url: str, background: Background) -> None:
    """Replace moto's subscriptions, which confirm themselves and take any policy."""
    subscribe = original(SNSBackend, "subscribe")
    validate = original(SNSBackend, "_validate_filter_policy")
    assign = original(SNSBackend, "set_subscription_attributes")

    def subscribe_checked(
        backend: SNSBackend, topic_arn: str, endpoint: str, protocol: str
    ) -> Subscription:
        is_http = protocol in ("http", "https")
        if is_http:
            _check_endpoint(endpoint, protocol)
        made: Subscription = subscribe(backend, topic_arn, endpoint, protocol)
        if is_http and not made.confirmed and not hasattr(made, TOKEN):
            setattr(made, TOKEN, secrets.token_hex(96))
            made.attributes[PENDING] = True
            background(lambda: _ask(made, endpoint_url))
        return made

    def validate_policy(backend: SNSBackend, value: Json, scope: str | None) -> None:
        validate(backend, _known_to_moto(copy.deepcopy(value)), scope)

    def set_attributes(backend: SNSBackend, arn: str, name: str, value: Json) -> None:
        if name == "RedrivePolicy" and value:
            _check_redrive(value)
        assign(backend, arn, name, value)

    replace(SNSBackend, "subscribe", subscribe_checked)
    replace(SNSBackend, "_validate_filter_policy", validate_policy)
    replace(SNSBackend, "set_subscription_attributes", set_attributes)
    replace(SNSResponse, "confirm_subscription", _confirm)


def is_pending(subscription: Subscription) -> bool:
    """Say whether a subscription still has to be confirmed."""
    return hasattr(subscription, TOKEN)


def confirm(topic_arn: str, token: str) -> str:
    """Confirm a subscription by its token and return its ARN.

    Raises:
        SNSNotFoundError: there is no such topic.
        SNSInvalidParameter: the token is of no subscription that is pending.
    """
    parts = topic_arn.split(":")
    if len(parts) != 6 or topic_arn not in sns_backends[parts[4]][parts[3]].topics:
        raise SNSNotFoundError("Topic does not exist")
    for subscription in list(sns_backends[parts[4]][parts[3]].subscriptions.values()):
        if subscription.topic_arn == topic_arn and token == getattr(subscription, TOKEN, None):
            delattr(subscription, TOKEN)
            subscription.confirmed = True
            subscription.attributes[PENDING] = False
            return str(subscription.arn)
    raise SNSInvalidParameter("Invalid parameter: Token")


def select(environ: Environ) -> WsgiApplication | None:
    """Return what answers a visit to a SubscribeURL, None for all other requests."""
    query = environ.get("QUERY_STRING", "")
    if environ["REQUEST_METHOD"] != "GET" or "Action=ConfirmSubscription" not in query:
        return None
    given = {name: values[0] for name, values in parse_qs(query).items()}

    def application(_: Environ, start_response: StartResponse) -> Iterable[bytes]:
        try:
            arn = confirm(given.get("TopicArn", ""), given.get("Token", ""))
            status, body = "200 OK", _confirmed(arn)
        except (SNSNotFoundError, SNSInvalidParameter) as error:
            status, body = "400 Bad Request", _refused(str(error.message))
        start_response(status, [("Content-Type", "text/xml")])
        return [body.encode()]

    return application


def _confirm(response: SNSResponse) -> ActionResult:
    arn = confirm(response._get_param("TopicArn"), response._get_param("Token"))
    return ActionResult({"SubscriptionArn": arn})


def _ask(subscription: Subscription, endpoint_url: str) -> None:
    """Send the request to confirm; who does not answer gets no messages."""
    token = getattr(subscription, TOKEN, "")
    query = {
        "Action": "ConfirmSubscription",
        "TopicArn": subscription.topic_arn,
        "Token": token,
    }
    made = confirmation(subscription, token, f"{endpoint_url}/?{urlencode(query)}")
    headers = headers_of(subscription, "SubscriptionConfirmation", made["MessageId"])
    try:
        post(subscription.endpoint, json.dumps(made), headers)
    except DeliveryFailed as error:
        LOG.error("%s: the endpoint was not asked to confirm: %s", subscription.arn, error)


def _check_endpoint(endpoint: str, protocol: str) -> None:
    if not endpoint.startswith(f"{protocol}://"):
        raise SNSInvalidParameter("Invalid parameter: Endpoint must match the specified protocol")
    try:
        check_address(endpoint)
    except ValueError as error:
        raise SNSInvalidParameter(f"Invalid parameter: Endpoint Reason: {error}") from error


def _check_redrive(text: str) -> None:
    try:
        arn = json.loads(text)["deadLetterTargetArn"]
    except (ValueError, KeyError, TypeError) as error:
        raise SNSInvalidParameter("Invalid parameter: RedrivePolicy: is not valid") from error
    if not str(arn).startswith("arn:aws:sqs:"):
        raise SNSInvalidParameter(
            "Invalid parameter: RedrivePolicy: deadLetterTargetArn must be the ARN of a queue"
        )


def _known_to_moto(value: Any) -> Any:
    """Return a policy in which operators that moto does not know are ones that it does."""
    if isinstance(value, dict):
        return {
            ("prefix" if name in OPERATORS_MOTO_LACKS and isinstance(inner, str) else name): (
                _known_to_moto(inner)
            )
            for name, inner in value.items()
        }
    return [_known_to_moto(item) for item in value] if isinstance(value, list) else value


def _confirmed(arn: str) -> str:
    result = f"<SubscriptionArn>{escape(arn)}</SubscriptionArn>"
    return (
        '<ConfirmSubscriptionResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/">'
        f"<ConfirmSubscriptionResult>{result}</ConfirmSubscriptionResult>"
        "</ConfirmSubscriptionResponse>"
    )


def _refused(message: str) -> str:
    detail = f"<Code>InvalidParameter</Code><Message>{escape(message)}</Message>"
    return f"<ErrorResponse><Error><Type>Sender</Type>{detail}</Error></ErrorResponse>"
