"""What a subscriber gets: the signed JSON of a notification or of a request to confirm.

https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html
"""

from __future__ import annotations

import base64
import functools
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import NameOID
from moto.sns.models import Subscription, sns_backends

from twin_local.execution.types import Json

SIGNED = (
    "Message",
    "MessageId",
    "Subject",
    "SubscribeURL",
    "Timestamp",
    "Token",
    "TopicArn",
    "Type",
)
VALID_DAYS = 365


@dataclass(frozen=True)
class Message:
    """One published message; `attributes` by name as `{"Type": …, "Value": …}`."""

    text: str
    message_id: str
    subject: str | None = None
    attributes: dict[str, dict[str, Any]] = field(default_factory=dict)
    group_id: str | None = None
    deduplication_id: str | None = None


@dataclass(frozen=True)
class SigningKey:
    """The key of this process, and the certificate that says so."""

    key: rsa.RSAPrivateKey
    certificate: bytes
    name: str


@functools.cache
def signing_key() -> SigningKey:
    """Return the key with which notifications are signed: one for each run."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sns.amazonaws.com")])
    now = datetime.now(tz=UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=VALID_DAYS))
        .sign(key, hashes.SHA256())
    )
    pem = certificate.public_bytes(serialization.Encoding.PEM)
    return SigningKey(key, pem, f"SimpleNotificationService-{uuid.uuid4().hex}.pem")


def notification(subscription: Subscription, message: Message) -> dict[str, Json]:
    """Return what is sent of a message, without raw delivery."""
    made: dict[str, Json] = {
        "Type": "Notification",
        "MessageId": message.message_id,
        "TopicArn": subscription.topic_arn,
        "Message": message.text,
        **({"Subject": message.subject} if message.subject else {}),
    }
    signed = sign(subscription, made) | {"UnsubscribeURL": _unsubscribe(subscription)}
    return signed | ({"MessageAttributes": message.attributes} if message.attributes else {})


def confirmation(subscription: Subscription, token: str, url: str) -> dict[str, Json]:
    """Return what asks an endpoint to confirm its subscription."""
    text = (
        f"You have chosen to subscribe to the topic {subscription.topic_arn}.\n"
        "To confirm the subscription, visit the SubscribeURL included in this message."
    )
    return sign(
        subscription,
        {
            "Type": "SubscriptionConfirmation",
            "MessageId": str(uuid.uuid4()),
            "Token": token,
            "TopicArn": subscription.topic_arn,
            "Message": text,
            "SubscribeURL": url,
        },
    )


def sign(subscription: Subscription, made: dict[str, Json]) -> dict[str, Json]:
    """Return JSON with its time and its signature (version 2: SHA-256)."""
    signer = signing_key()
    region = subscription.topic_arn.split(":")[3]
    keys = sns_backends[subscription.account_id][region]._message_public_keys
    keys[signer.name] = signer.certificate
    now = datetime.now(tz=UTC)
    stamped = made | {
        "Timestamp": now.strftime("%Y-%m-%dT%H:%M:%S.") + f"{now.microsecond // 1000:03}Z"
    }
    text = "".join(f"{name}\n{stamped[name]}\n" for name in SIGNED if name in stamped)
    signature = signer.key.sign(text.encode(), padding.PKCS1v15(), hashes.SHA256())
    return stamped | {
        "SignatureVersion": "2",
        "Signature": base64.b64encode(signature).decode(),
        "SigningCertURL": f"https://sns.{region}.amazonaws.com/{signer.name}",
    }


def function_event(subscription: Subscription, message: Message) -> dict[str, Json]:
    """Return the event with which a function is invoked.

    https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html
    """
    sent = notification(subscription, message)
    renamed = {"SigningCertURL": "SigningCertUrl", "UnsubscribeURL": "UnsubscribeUrl"}
    record = {renamed.get(name, name): value for name, value in sent.items()}
    record |= {"Subject": message.subject, "MessageAttributes": message.attributes}
    return {
        "Records": [
            {
                "EventSource": "aws:sns",
                "EventVersion": "1.0",
                "EventSubscriptionArn": subscription.arn,
                "Sns": record,
            }
        ]
    }


def _unsubscribe(subscription: Subscription) -> str:
    region = subscription.topic_arn.split(":")[3]
    host = f"https://sns.{region}.amazonaws.com"
    return f"{host}/?Action=Unsubscribe&SubscriptionArn={subscription.arn}"
