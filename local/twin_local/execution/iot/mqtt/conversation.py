"""One connection from CONNECT to its end."""

from __future__ import annotations

import asyncio
import logging
import uuid
from dataclasses import dataclass

from twin_local.execution.iot.mqtt import limits, packets
from twin_local.execution.iot.mqtt.authentication.authenticator import Authenticator
from twin_local.execution.iot.mqtt.authentication.evidence import Evidence, NotAuthenticated
from twin_local.execution.iot.mqtt.broker import Broker
from twin_local.execution.iot.mqtt.channels import Channel
from twin_local.execution.iot.mqtt.link import Link
from twin_local.execution.iot.mqtt.operations import Operations, Refused
from twin_local.execution.iot.mqtt.packets import Connect, Packet, PacketMalformed
from twin_local.execution.iot.mqtt.permissions import Lifetime, Permissions, Principal
from twin_local.execution.iot.mqtt.session import Session
from twin_local.execution.iot.mqtt.timers import Timers

LOG = logging.getLogger(__name__)


class ConnectRefused(Exception):
    """A CONNECT is answered with a code other than 0; the text says why, in the log."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code


@dataclass
class Conversations:
    """Holds the conversation of every connection; `converse` returns when it is over."""

    broker: Broker
    operations: Operations
    authenticator: Authenticator
    arn_prefix: str

    async def converse(
        self, channel: Channel, evidence: Evidence, *, longest: float | None = None
    ) -> None:
        """Serve a connection, of `longest` seconds at most, until either side closes it."""
        try:
            connect = await self._read_connect(channel)
            link, principal = await self._admit(channel, evidence, connect)
        except packets.VersionUnsupported as refused:
            channel.send(refused.answer)
            LOG.warning("%s: %s", evidence.address, refused)
        except ConnectRefused as refused:
            channel.send(packets.connack(refused.code))
            LOG.warning("%s: a connection was refused: %s", evidence.address, refused)
        except (PacketMalformed, TimeoutError) as error:
            LOG.warning("%s: no connection was made: %s", evidence.address, error)
        else:
            await self._serve(link, connect, principal.lifetime, longest)
        await channel.close()

    async def _read_connect(self, channel: Channel) -> Connect:
        reading = packets.read_packet(channel)
        packet = await asyncio.wait_for(reading, limits.CONNECT_SECONDS)
        return packets.read_connect(packet)

    async def _admit(
        self, channel: Channel, evidence: Evidence, connect: Connect
    ) -> tuple[Link, Principal]:
        """Return the link of a client that may connect.

        Raises:
            ConnectRefused: it may not.
        """
        if not connect.client_id and not connect.clean:
            raise ConnectRefused(packets.CLIENT_ID_REFUSED, "a session needs a client id")
        if len(connect.client_id.encode()) > limits.MAXIMUM_CLIENT_ID_BYTES:
            raise ConnectRefused(packets.CLIENT_ID_REFUSED, "the client id is too long")
        client_id = connect.client_id or f"$GEN/{uuid.uuid4()}"
        try:
            principal = await asyncio.to_thread(
                self.authenticator.authenticate, evidence, connect, client_id
            )
        except NotAuthenticated as error:
            raise ConnectRefused(packets.NOT_AUTHORIZED, str(error)) from error
        permissions = Permissions(
            principal,
            client_id=client_id,
            address=evidence.address,
            arn_prefix=self.arn_prefix,
        )
        link = Link(
            client_id, channel, permissions, principal.identifier, evidence.address, connect.will
        )
        if not link.may("Connect", "client", client_id):
            raise ConnectRefused(packets.NOT_AUTHORIZED, f"iot:Connect of {client_id} is denied")
        self._check_will(link)
        return link, principal

    def _check_will(self, link: Link) -> None:
        if link.will is None:
            return
        try:
            self.operations.check_publish(
                link, link.will.topic, link.will.qos, retain=link.will.retain
            )
        except Refused as refused:
            raise ConnectRefused(packets.NOT_AUTHORIZED, f"the last will: {refused}") from refused

    async def _serve(
        self, link: Link, connect: Connect, lifetime: Lifetime | None, longest: float | None
    ) -> None:
        session, present = self.broker.open(link, clean=connect.clean)
        link.channel.send(packets.connack(packets.ACCEPTED, present=present))
        session.resume()
        timers = Timers(link, limits.keep_alive_seconds(connect.keep_alive))
        timers.limit(lifetime, longest)
        try:
            await self._listen(session, link, timers)
        except PacketMalformed as error:
            LOG.warning("%s: disconnected: %s", link.client_id, error)
            link.ended = link.ended or "CLIENT_ERROR"
        except Refused as refused:
            LOG.warning("%s: disconnected: %s", link.client_id, refused)
            link.ended = link.ended or refused.reason
        finally:
            timers.cancel()
            self.broker.leave(session, link)
            self.operations.publish_will(link)

    async def _listen(self, session: Session, link: Link, timers: Timers) -> None:
        while link.ended is None:
            packet = await packets.read_packet(link.channel)
            if packet is None:
                return
            timers.heard()
            self._do(session, link, packet)

    def _do(self, session: Session, link: Link, packet: Packet) -> None:
        """Do what a packet asks for.

        Raises:
            PacketMalformed: the packet may not come here.
            Refused: the client is to be disconnected.
        """
        kind = packet.fixed_header.packet_type
        if kind == packets.PUBLISH:
            self.operations.publish(link, packet)
        elif kind == packets.PUBACK:
            session.acknowledge(packet.variable_header.packet_id)
        elif kind == packets.SUBSCRIBE:
            self.operations.subscribe(session, link, packet)
        elif kind == packets.UNSUBSCRIBE:
            self.operations.unsubscribe(session, link, packet)
        elif kind == packets.PINGREQ:
            link.channel.send(packets.pingresp())
        elif kind == packets.DISCONNECT:
            link.ended = "CLIENT_INITIATED_DISCONNECT"
        else:
            raise PacketMalformed(f"packets of the type {kind} are not taken from clients")
