"""The sessions of all clients, and the way of every message to those who subscribed.

All of it runs in the server's event loop.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from twin_local.execution import iot_bus
from twin_local.execution.iot.mqtt.limits import MAXIMUM_SUBSCRIPTIONS, SESSION_EXPIRY_SECONDS
from twin_local.execution.iot.mqtt.link import Link
from twin_local.execution.iot.mqtt.packets import SUBSCRIPTION_REFUSED
from twin_local.execution.iot.mqtt.presence import Presence
from twin_local.execution.iot.mqtt.session import Delivery, Session
from twin_local.execution.iot.mqtt.store import SessionStore
from twin_local.execution.iot.retained import RetainedMessages
from twin_local.execution.iot_bus import Message

LOG = logging.getLogger(__name__)
KEPT_ROUTES = 4096
SHARED = "$share/"
Route = tuple[tuple[Session, int], ...]


class Broker:
    """Knows every client; `open` and `leave` bracket a connection."""

    def __init__(
        self,
        *,
        store: SessionStore,
        retained: RetainedMessages,
        presence: Presence,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._store = store
        self._retained = retained
        self._presence = presence
        self._clock = clock
        self._sessions = {session.client_id: session for session in store.load()}
        self._routes: dict[str, Route] = {}

    def open(self, link: Link, *, clean: bool) -> tuple[Session, bool]:
        """Give a connection its session, and say whether it was kept from an earlier one.

        A connection that the client has already is closed: the new one takes over.
        """
        self._forget_expired()
        kept = self._sessions.get(link.client_id)
        if kept is not None and kept.link is not None:
            kept.link.end("DUPLICATE_CLIENTID")
            self.leave(kept, kept.link)
            kept = self._sessions.get(link.client_id)
        if kept is not None and clean:
            self._remove(kept)
        present = kept is not None and not clean
        session = kept if kept is not None and present else Session(link.client_id, not clean)
        session.link, session.expires_at = link, None
        self._sessions[link.client_id] = session
        if session.persistent:
            self._store.save(session)
        self._presence.connected(link)
        return session, present

    def leave(self, session: Session, link: Link) -> None:
        """Take a connection from its session; a persistent session stays for a while."""
        if session.link is not link:
            return
        session.link = None
        if session.persistent:
            session.expires_at = self._clock() + SESSION_EXPIRY_SECONDS
            self._store.save(session)
        else:
            self._remove(session)
        self._presence.disconnected(link, link.ended or "CONNECTION_LOST")

    def subscribe(self, session: Session, link: Link, topic_filter: str, qos: int) -> int:
        """Subscribe a client; return the QoS granted, or SUBSCRIPTION_REFUSED."""
        new = topic_filter not in session.subscriptions
        if new and len(session.subscriptions) >= MAXIMUM_SUBSCRIPTIONS:
            return SUBSCRIPTION_REFUSED
        if topic_filter.startswith(SHARED):
            LOG.error("%s: shared subscriptions are not offered here", link.client_id)
            return SUBSCRIPTION_REFUSED
        if not link.may("Subscribe", "topicfilter", topic_filter):
            return SUBSCRIPTION_REFUSED
        session.subscriptions[topic_filter] = qos
        self._changed(session)
        return qos

    def send_retained(self, session: Session, link: Link, topic_filter: str) -> None:
        """Send the retained messages that a new subscription covers."""
        qos = session.subscriptions[topic_filter]
        for one in self._retained.matching(topic_filter):
            if link.may("Receive", "topic", one.topic):
                session.give(Delivery(one.topic, one.payload, min(qos, one.qos), retain=True))

    def unsubscribe(self, session: Session, topic_filter: str) -> None:
        """Remove a subscription, if there is one."""
        if session.subscriptions.pop(topic_filter, None) is not None:
            self._changed(session)

    def route(self, message: Message) -> None:
        """Hand a message to every session with a matching subscription, once to each."""
        if message.topic.startswith(iot_bus.BASIC_INGEST):
            return
        for session, granted in self._route(message.topic):
            if session.link is None and self._is_expired(session):
                continue
            if session.link is not None and not session.link.may("Receive", "topic", message.topic):
                continue
            delivery = Delivery(message.topic, message.payload, min(granted, message.qos))
            given = session.give(delivery)
            if given and session.link is None:
                self._store.append(session.client_id, delivery)

    def close(self) -> None:
        """End every connection and keep what is persistent."""
        for session in list(self._sessions.values()):
            if session.link is not None:
                session.link.end("SERVER_INITIATED_DISCONNECT")
                self.leave(session, session.link)
        self._store.close()

    def _route(self, topic: str) -> Route:
        known = self._routes.get(topic)
        if known is None:
            known = tuple(
                (session, max(granted))
                for session in self._sessions.values()
                if (granted := _granted(session, topic))
            )
            if len(self._routes) >= KEPT_ROUTES:
                self._routes.clear()
            self._routes[topic] = known
        return known

    def _changed(self, session: Session) -> None:
        self._routes.clear()
        if session.persistent:
            self._store.save(session)

    def _remove(self, session: Session) -> None:
        self._sessions.pop(session.client_id, None)
        self._routes.clear()
        if session.persistent:
            self._store.remove(session.client_id)

    def _forget_expired(self) -> None:
        for session in list(self._sessions.values()):
            if self._is_expired(session):
                self._remove(session)

    def _is_expired(self, session: Session) -> bool:
        return session.expires_at is not None and session.expires_at <= self._clock()


def _granted(session: Session, topic: str) -> list[int]:
    """Return the QoS of each subscription of a session that covers a topic."""
    subscriptions = session.subscriptions.items()
    return [qos for topic_filter, qos in subscriptions if iot_bus.matches(topic_filter, topic)]
