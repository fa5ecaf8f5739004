"""From a change in the PLC to the console: source time to arrival on the live channel.

Listens to the running local twin as a console does, for the values that its plant sends by itself.
The reference is a bare OPC UA subscription to the same PLC over the same time. PLC and console
share one clock here, so that the difference of time stamps is the latency.
"""

from __future__ import annotations

import asyncio
import base64
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import urllib3
from asyncua.client.client import Client
from asyncua.common.node import Node
from asyncua.common.subscription import DataChangeNotif
from botocore import UNSIGNED
from botocore.config import Config
from websockets.asyncio.client import connect

from benchmarks.harness import Result, Unavailable
from twin.site_document import SiteDocument
from twin_local.cli.client import ApiClient
from twin_local.cli.profile import STATUS, Profile, local

LISTEN_SECONDS = 30.0
LEAST_SAMPLES = 50


@dataclass(frozen=True)
class Channel:
    """Where a console listens, and as whom."""

    url: str
    host: str
    token: str
    name: str


def run() -> list[Result]:
    """Measure both at once; needs a running local twin."""
    if not STATUS.is_file():
        raise Unavailable("no local twin runs; start it with `make up`")
    site = SiteDocument.from_json(json.dumps(ApiClient(local("viewer")).get("/site")))
    live, raw = asyncio.run(_measure(site, _channel(site)))
    if min(len(live), len(raw)) < LEAST_SAMPLES:
        raise Unavailable(f"only {len(live)} live and {len(raw)} raw values in {LISTEN_SECONDS} s")
    return [
        Result(
            name=f"PLC change to console, p{percent}",
            value=1000 * _percentile(live, percent),
            unit="ms",
            reference="bare OPC UA subscription",
            reference_value=1000 * _percentile(raw, percent),
        )
        for percent in (50, 99)
    ]


async def _measure(site: SiteDocument, channel: Channel) -> tuple[list[float], list[float]]:
    live: list[float] = []
    raw: list[float] = []
    await asyncio.gather(_listen_live(channel, live), _listen_plc(site, raw))
    return live, raw


async def _listen_live(channel: Channel, latencies: list[float]) -> None:
    authorization = {"host": channel.host, "Authorization": channel.token}
    header = base64.urlsafe_b64encode(json.dumps(authorization).encode()).decode().rstrip("=")
    protocols: Any = [f"header-{header}", "aws-appsync-event-ws"]
    async with connect(channel.url, subprotocols=protocols) as socket:
        await socket.send(json.dumps({"type": "connection_init"}))
        subscription = {"type": "subscribe", "id": "1", "channel": channel.name}
        await socket.send(json.dumps({**subscription, "authorization": authorization}))
        deadline = time.monotonic() + LISTEN_SECONDS
        while (left := deadline - time.monotonic()) > 0:
            try:
                frame = json.loads(await asyncio.wait_for(socket.recv(), left))
            except TimeoutError:
                return
            _note(frame, latencies)


def _note(frame: Mapping[str, Any], latencies: list[float]) -> None:
    if frame["type"] in ("connection_error", "subscribe_error", "error"):
        raise Unavailable(f"the live channel refused: {frame.get('errors')}")
    if frame["type"] != "data":
        return
    now = time.time()
    events = frame["event"] if isinstance(frame["event"], list) else [frame["event"]]
    for event in events:
        latencies += [now - point["time"] for point in json.loads(event)["points"][-1:]]


async def _listen_plc(site: SiteDocument, latencies: list[float]) -> None:
    class Handler:
        def datachange_notification(
            self, _node: Node, _value: object, data: DataChangeNotif
        ) -> None:
            stamp = data.monitored_item.Value.SourceTimestamp
            if stamp is not None:
                latencies.append(time.time() - stamp.timestamp())

    client = Client(site.plc_endpoint, timeout=4)
    client.session_timeout = 60_000
    async with client:
        subscription = await client.create_subscription(100, Handler())
        nodes = [client.get_node(s.address) for s in site.signals if s.address is not None]
        await subscription.subscribe_data_change(nodes, queuesize=10)
        await asyncio.sleep(1.0)
        latencies.clear()  # the first values were written before we came
        await asyncio.sleep(LISTEN_SECONDS - 1.0)


def _channel(site: SiteDocument) -> Channel:
    status = json.loads(Path(STATUS).read_text(encoding="utf-8"))
    answer = urllib3.request("GET", f"{status['console_url'].rstrip('/')}/config.json")
    configuration = answer.json()
    endpoint = configuration.get("endpoint", {})
    return Channel(
        url=endpoint.get("realtime") or configuration["live"]["realtimeUrl"],
        host=configuration["live"]["httpHost"],
        token=sign_in(local("viewer"), configuration["region"]),
        name=f"/twin/{site.name}/values",
    )


def sign_in(profile: Profile, region: str) -> str:
    """Return an access token of the profile's user."""
    config = Config(signature_version=UNSIGNED)
    client = boto3.client(
        "cognito-idp", region_name=region, endpoint_url=profile.cognito_url, config=config
    )
    answer = client.initiate_auth(
        AuthFlow="USER_PASSWORD_AUTH",
        ClientId=profile.client_id,
        AuthParameters={"USERNAME": profile.user, "PASSWORD": profile.password},
    )
    return answer["AuthenticationResult"]["AccessToken"]


def _percentile(values: list[float], percent: int) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(percent / 100 * (len(ordered) - 1)))]
