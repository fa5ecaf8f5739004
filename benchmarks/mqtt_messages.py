"""MQTT messages a second from a publisher to a subscriber, QoS 0 and 1, over TCP.

The broker is the one of the embedded AWS, with the owner's key, topic rules and shadows listening;
the reference is a broker of amqtt alone, in a process of the same kind, in the same run. Both are
spoken to by the same client.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.harness import Result, Unavailable

MESSAGES = 5_000
PAYLOAD = b"x" * 200
TOPIC = "plant/line/value"
RUNS = 3
ANSWER_SECONDS = 60.0

Serve = Callable[[Connection], None]


def run() -> list[Result]:
    """Measure both brokers at both QoS."""
    try:
        import paho.mqtt.client  # noqa: F401 - a dependency of development
    except ImportError as error:
        raise Unavailable("paho-mqtt is not installed") from error
    with _serving(_embedded) as embedded, _serving(_amqtt) as alone:
        figures = {qos: _best(embedded, alone, qos) for qos in (0, 1)}
    return [
        Result(
            name=f"MQTT publish to subscriber, QoS {qos}",
            value=figures[qos][0],
            unit="messages/s",
            reference="amqtt alone",
            reference_value=figures[qos][1],
        )
        for qos in (0, 1)
    ]


def _best(port: int, reference: int, qos: int) -> tuple[float, float]:
    """Return the best rates of both, measured in turn so that both meet the same machine."""
    rates = [(_rate(port, qos), _rate(reference, qos)) for _ in range(RUNS)]
    return max(one for one, _ in rates), max(other for _, other in rates)


def _rate(port: int, qos: int) -> float:
    """Return how many messages a second arrived."""
    arrived, subscribed = threading.Semaphore(0), threading.Event()
    reader, writer = _client("reader"), _client("writer")
    reader.on_subscribe = lambda *_: subscribed.set()
    reader.on_message = lambda *_: arrived.release()
    for client in (reader, writer):
        client.connect("127.0.0.1", port)
        client.loop_start()
    reader.subscribe(TOPIC, qos)
    if not subscribed.wait(ANSWER_SECONDS):
        raise Unavailable("the broker does not answer")
    began = time.perf_counter()
    for _ in range(MESSAGES):
        writer.publish(TOPIC, PAYLOAD, qos)
    for _ in range(MESSAGES):
        if not arrived.acquire(timeout=ANSWER_SECONDS):
            raise Unavailable("messages were lost")
    taken = time.perf_counter() - began
    for client in (reader, writer):
        client.disconnect()
        client.loop_stop()
    return MESSAGES / taken


def _client(name: str) -> Any:  # noqa: ANN401 - of a package that is imported late
    from paho.mqtt.client import Client
    from paho.mqtt.enums import CallbackAPIVersion

    client = Client(CallbackAPIVersion.VERSION2, name)
    client.username_pw_set("local", "local")
    client.max_inflight_messages_set(100)
    return client


@contextmanager
def _serving(serve: Serve) -> Iterator[int]:
    """Run a broker in a process of its own and give its port."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=serve, args=(there,), daemon=True)
    process.start()
    try:
        if not here.poll(ANSWER_SECONDS):
            raise Unavailable("a broker did not start")
        yield here.recv()
    finally:
        process.terminate()
        process.join()


def _embedded(told: Connection) -> None:
    from moto.moto_server.threaded_moto_server import ThreadedMotoServer

    from twin_local.execution import install
    from twin_local.server.context import ServerContext

    os.environ["MOTO_ACCOUNT_ID"] = "111111111111"
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    with TemporaryDirectory() as folder:
        context = ServerContext(
            endpoint_url=f"http://127.0.0.1:{server.get_host_and_port()[1]}",
            realtime_url="ws://127.0.0.1:0/event/realtime",
            state_dir=Path(folder),
            region="us-east-1",
            account="111111111111",
            build_dir=Path(folder) / "build",
            repository_root=Path(__file__).resolve().parents[1],
        )
        told.send(install(context).iot.mqtt.port)
        threading.Event().wait()


def _amqtt(told: Connection) -> None:
    asyncio.run(_serve_amqtt(told))


async def _serve_amqtt(told: Connection) -> None:
    from amqtt.broker import Broker

    broker = Broker(
        {
            "listeners": {"default": {"type": "tcp", "bind": "127.0.0.1:0"}},
            "plugins": {
                "amqtt.plugins.authentication.AnonymousAuthPlugin": {"allow_anonymous": True}
            },
        }
    )
    await broker.start()
    server = broker._servers["default"]
    told.send(server.instance.sockets[0].getsockname()[1])
    await asyncio.Event().wait()
