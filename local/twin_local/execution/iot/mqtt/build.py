"""Put the broker of one account and region together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from twin_local.execution.access.guard import Guard
from twin_local.execution.iot.mqtt.authentication.access_keys import AccessKeys
from twin_local.execution.iot.mqtt.authentication.authenticator import Authenticator
from twin_local.execution.iot.mqtt.authentication.certificates import Certificates
from twin_local.execution.iot.mqtt.authentication.signed_upgrades import SignedUpgrades
from twin_local.execution.iot.mqtt.authorizers.invocation import Call, CustomAuthorizers
from twin_local.execution.iot.mqtt.broker import Broker
from twin_local.execution.iot.mqtt.conversation import Conversations
from twin_local.execution.iot.mqtt.credential_provider import CredentialProvider
from twin_local.execution.iot.mqtt.operations import Operations
from twin_local.execution.iot.mqtt.presence import Presence
from twin_local.execution.iot.mqtt.server import MqttServer
from twin_local.execution.iot.mqtt.store import SessionStore
from twin_local.execution.iot.mqtt.tcp_listener import TcpListener
from twin_local.execution.iot.mqtt.tls import ServerIdentity
from twin_local.execution.iot.mqtt.websocket_listener import WebSocketListener
from twin_local.execution.iot.retained import RetainedMessages
from twin_local.services.settings import SETTINGS


@dataclass(frozen=True)
class MqttSettings:
    """Where the broker listens (0: any free port), and the folder of its keys for TLS."""

    port: int
    websocket_port: int
    folder: Path


def build(
    settings: MqttSettings,
    *,
    account: str,
    region: str,
    retained: RetainedMessages,
    guard: Guard,
    call: Call,
    clock: Callable[[], float],
) -> tuple[MqttServer, ServerIdentity]:
    """Return the server, not started, and what it is known by."""
    prefix = f"arn:aws:iot:{region}:{account}:"
    certificates = Certificates(account, region)
    identity = ServerIdentity(settings.folder, clients=certificates)
    presence = Presence(clock)
    broker = Broker(
        store=SessionStore(SETTINGS.database("iot-sessions", account, region)),
        retained=retained,
        presence=presence,
        clock=clock,
    )
    authenticator = Authenticator(
        signed=SignedUpgrades(guard.credentials.secret_of, region=region),
        certificates=certificates,
        keys=AccessKeys(guard),
        authorizers=CustomAuthorizers(account, region, call),
    )
    conversations = Conversations(
        broker=broker,
        operations=Operations(broker, retained, presence),
        authenticator=authenticator,
        arn_prefix=prefix,
    )
    provider = CredentialProvider(certificates, guard, prefix)
    server = MqttServer(
        port=settings.port,
        websocket_port=settings.websocket_port,
        broker=broker,
        tcp=TcpListener(conversations, identity, provider),
        websocket=WebSocketListener(conversations),
    )
    return server, identity
