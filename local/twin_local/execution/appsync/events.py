"""Put AppSync Events together."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from twin_local.execution.access.guard import Guard
from twin_local.execution.appsync.apis import find_api
from twin_local.execution.appsync.authorization import Authorization
from twin_local.execution.appsync.conversation import Conversations
from twin_local.execution.appsync.http import HttpEvents
from twin_local.execution.appsync.hub import Hub
from twin_local.execution.appsync.publishing import Publisher
from twin_local.execution.appsync.realtime import RealtimeServer
from twin_local.execution.cognito.tokens import TokenVerifier
from twin_local.execution.credentials import CredentialIssuer
from twin_local.execution.signatures import SignatureVerifier


@dataclass(frozen=True)
class AppSyncEvents:
    """Both sides of the service."""

    http: HttpEvents
    realtime: RealtimeServer

    def start(self) -> None:
        """Accept WebSocket connections."""
        self.realtime.start()

    def close(self) -> None:
        """Close all connections."""
        self.realtime.close()


def build(
    *,
    account: str,
    port: int,
    tokens: TokenVerifier,
    credentials: CredentialIssuer,
    guard: Guard,
) -> AppSyncEvents:
    """Build the service for the WebSocket port."""
    hub = Hub()
    authorization = Authorization(
        verify_token=tokens.verify,
        verify_signature=SignatureVerifier(credentials.secret_of).verify,
        require_action=guard.require_of_key,
    )
    publisher = Publisher(authorization=authorization, hub=hub)
    conversations = Conversations(
        find=functools.partial(find_api, account),
        authorization=authorization,
        publisher=publisher,
        hub=hub,
    )
    return AppSyncEvents(
        http=HttpEvents(account=account, publisher=publisher),
        realtime=RealtimeServer(port=port, hub=hub, converse=conversations.converse),
    )
