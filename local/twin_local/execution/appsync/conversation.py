"""One WebSocket connection: its authorization, its subscriptions, its keep-alive."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed

from twin_local.execution.appsync import frames
from twin_local.execution.appsync.apis import EventApi
from twin_local.execution.appsync.authorization import Authorization
from twin_local.execution.appsync.channels import parse_pattern
from twin_local.execution.appsync.errors import BadRequest, EventsError, Unauthorized
from twin_local.execution.appsync.hub import Hub, Subscriber
from twin_local.execution.appsync.publishing import Publisher
from twin_local.execution.signatures import SignedRequest

KEEP_ALIVE_SECONDS = 60.0
CONNECTION_TIMEOUT_MILLISECONDS = 300_000
REFUSED = 4401
"""Close code of a connection that is not authorized."""

FindApi = Callable[[str], EventApi | None]
"""Return the API of an HTTP host name."""


class Conversations:
    """Holds the conversation of every connection; `converse` returns when it is over."""

    def __init__(
        self, *, find: FindApi, authorization: Authorization, publisher: Publisher, hub: Hub
    ) -> None:
        self._find = find
        self._authorization = authorization
        self._publisher = publisher
        self._hub = hub

    async def converse(self, connection: ServerConnection) -> None:
        """Serve a connection until either side closes it."""
        try:
            api = self._connect(connection)
        except EventsError as error:
            await connection.send(frames.refusal("connection_error", error))
            await connection.close(REFUSED, error.error_type)
            return
        subscriber = Subscriber(connection, api.host)
        self._hub.add(subscriber)
        alive = asyncio.create_task(_keep_alive(connection))
        try:
            async for text in connection:
                await connection.send(self._reply(api, subscriber, text))
        except ConnectionClosed:
            pass  # the other side went away without a word
        finally:
            alive.cancel()
            self._hub.remove(subscriber)

    def _connect(self, connection: ServerConnection) -> EventApi:
        handshake = connection.request.headers if connection.request else {}
        offered = [one.strip() for one in handshake.get("Sec-WebSocket-Protocol", "").split(",")]
        if connection.subprotocol != frames.SUBPROTOCOL:
            raise BadRequest(f"The sub-protocol {frames.SUBPROTOCOL} is required.")
        headers = frames.read_headers(offered)
        api = self._find(_host_of(headers))
        if api is None:
            raise Unauthorized("You are not authorized to make this call.")
        self._authorization.require(api, "connect", _request(api, headers, "{}"))
        return api

    def _reply(self, api: EventApi, subscriber: Subscriber, text: str | bytes) -> str:
        try:
            frame = frames.read_frame(text)
        except BadRequest as error:
            return frames.refusal("error", error)
        kind, identifier = frame["type"], frame.get("id")
        if kind == "connection_init":
            return frames.answer(
                "connection_ack", connectionTimeoutMs=CONNECTION_TIMEOUT_MILLISECONDS
            )
        try:
            return self._operate(api, subscriber, frame)
        except EventsError as error:
            known = kind in ("subscribe", "unsubscribe", "publish")
            return frames.refusal(f"{kind}_error" if known else "error", error, identifier)

    def _operate(self, api: EventApi, subscriber: Subscriber, frame: dict[str, Any]) -> str:
        identifier = frame.get("id")
        if not isinstance(identifier, str) or not identifier:
            raise BadRequest("The message has no id.")
        if frame["type"] == "subscribe":
            pattern = parse_pattern(str(frame.get("channel", "")))
            request = _request(api, _authorization_of(frame), _body(frame, "channel"))
            self._authorization.require(api, "subscribe", request, namespace=pattern[0])
            subscriber.subscribe(identifier, pattern)
            return frames.answer("subscribe_success", identifier)
        if frame["type"] == "unsubscribe":
            subscriber.unsubscribe(identifier)
            return frames.answer("unsubscribe_success", identifier)
        if frame["type"] == "publish":
            request = _request(api, _authorization_of(frame), _body(frame, "channel", "events"))
            return frames.published(self._publisher.publish(api, frame, request), identifier)
        raise BadRequest(f"Unknown message type {frame['type']!r}.")


def _authorization_of(frame: dict[str, Any]) -> dict[str, str]:
    return frames.header_texts(frame.get("authorization") or {})


def _host_of(headers: dict[str, str]) -> str:
    return next((value for name, value in headers.items() if name.lower() == "host"), "")


def _body(frame: dict[str, Any], *members: str) -> str:
    """Return what a signature of an operation covers."""
    covered = {name: frame[name] for name in members if name in frame}
    return json.dumps(covered, separators=(",", ":"), ensure_ascii=False)


def _request(api: EventApi, headers: dict[str, str], body: str) -> SignedRequest:
    return SignedRequest("POST", f"https://{api.host}/event", headers, body.encode())


async def _keep_alive(connection: ServerConnection) -> None:
    while True:
        await asyncio.sleep(KEEP_ALIVE_SECONDS)
        await connection.send(frames.KEEP_ALIVE)
