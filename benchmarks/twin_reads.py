"""Reads of a running local twin per second, through the whole of its API.

Console server, API Gateway, authorizer, function and, for values, SiteWise: what a client on this
machine sees. The limit is a small static file of the same server in the same run. The load is made
by `wrk` where it is installed, else by threads of this process, which cost it more; the names of
the figures say which. The throttle of the API's stage is lifted for the measurement and put back.
Eclipse Ditto published 2,800 reads a second of one instance of each of its services on a machine of
16 cores; it is printed for comparison and not measured here.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import boto3
import urllib3

from benchmarks.harness import Result, Unavailable
from benchmarks.live_latency import sign_in
from twin_local.cli.profile import STATUS, local

if TYPE_CHECKING:
    from mypy_boto3_apigateway import APIGatewayClient

SECONDS = 6
CONNECTIONS = 8
DITTO_READS_PER_SECOND = 2_800.0
READS = {
    "latest value of one signal": "/api/signals/latest?alias=/{site}/P-101/speed",
    "latest values of all signals": "/api/signals/latest",
    "one node of the graph": "/api/graph/nodes/P-101",
    "asset tree": "/api/graph/tree",
}
RATE = re.compile(r"Requests/sec:\s+([\d.]+)")
FAILED = re.compile(r"Non-2xx or 3xx responses: (\d+)")
UNTHROTTLED = "1000000"


def run() -> list[Result]:
    """Measure each kind of read; needs a running local twin."""
    if not STATUS.is_file():
        raise Unavailable("no local twin runs; start it with `make up`")
    running = json.loads(STATUS.read_text(encoding="utf-8"))
    base = str(running["console_url"]).rstrip("/")
    token = sign_in(local("viewer"), str(running["region"]))
    with unthrottled(str(running["endpoint_url"]), str(running["region"])):
        limit = rate(f"{base}/config.json", token)
        rates = {
            name: rate(base + path.format(site=running["site"]), token)
            for name, path in READS.items()
        }
    load = "wrk" if shutil.which("wrk") else "threads"
    named = {"static file, the limit": limit, **rates}
    return [
        Result(f"reads ({load}): {name}", value, "1/s", "static file of the same server", limit)
        for name, value in named.items()
    ] + [
        Result(f"reads ({load}): {name}", value, "1/s", "Ditto, published", DITTO_READS_PER_SECOND)
        for name, value in rates.items()
    ]


def rate(url: str, token: str) -> float:
    """Return how many good answers a second an address gives; the first ones do not count."""
    headers = {"authorization": f"Bearer {token}"}
    for _ in range(CONNECTIONS):
        answer = urllib3.request("GET", url, headers=headers, retries=False)
        if answer.status != 200:
            raise Unavailable(f"{url} answered {answer.status}")
    return _wrk(url, headers) if shutil.which("wrk") else _threads(url, headers)


def _wrk(url: str, headers: dict[str, str]) -> float:
    named = [part for name, text in headers.items() for part in ("-H", f"{name}: {text}")]
    done = subprocess.run(
        ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", *named, url],
        capture_output=True,
        text=True,
        timeout=SECONDS + 60,
        check=True,
    )
    if failed := FAILED.search(done.stdout):
        raise Unavailable(f"{failed[1]} requests of {url} were refused")
    found = RATE.search(done.stdout)
    if found is None:
        raise Unavailable(f"wrk told no rate: {done.stdout[-200:]}")
    return float(found[1])


def _threads(url: str, headers: dict[str, str]) -> float:
    """Return the rate of as many threads, each over a connection of its own."""
    counts, failures = [0] * CONNECTIONS, list[int]()
    end = time.monotonic() + SECONDS

    def read(number: int) -> None:
        pool = urllib3.PoolManager(maxsize=1)
        while time.monotonic() < end:
            answer = pool.request("GET", url, headers=headers, retries=False)
            if answer.status != 200:
                failures.append(answer.status)
                return
            counts[number] += 1

    threads = [threading.Thread(target=read, args=(number,)) for number in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise Unavailable(f"{url} answered {failures[0]}")
    return sum(counts) / SECONDS


@contextmanager
def unthrottled(endpoint: str, region: str) -> Iterator[None]:
    """Lift the throttle of the API's stage, and put it back."""
    client = boto3.client(
        "apigateway",
        endpoint_url=endpoint,
        region_name=region,
        aws_access_key_id="local",
        aws_secret_access_key="local",
    )
    (api,) = client.get_rest_apis()["items"]
    (stage,) = client.get_stages(restApiId=api["id"])["item"]
    before = stage["methodSettings"]["*/*"]
    place = {"restApiId": api["id"], "stageName": stage["stageName"]}
    _throttle(client, place, UNTHROTTLED, UNTHROTTLED)
    try:
        yield
    finally:
        _throttle(
            client,
            place,
            str(before["throttlingRateLimit"]),
            str(before["throttlingBurstLimit"]),
        )


def _throttle(client: APIGatewayClient, place: dict[str, Any], rate: str, burst: str) -> None:
    client.update_stage(
        **place,
        patchOperations=[
            {"op": "replace", "path": "/*/*/throttling/rateLimit", "value": rate},
            {"op": "replace", "path": "/*/*/throttling/burstLimit", "value": burst},
        ],
    )
