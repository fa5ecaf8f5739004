"""A load that is killed, and two loads at once, against a served embedded AWS."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.loading.plants import deploy_models, plant, pumps
from twin_local.loading.account import Account
from twin_local.loading.loader import Loader
from twin_local.testing.server import LocalAws, start

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = "tests.integration.loading.run_loader"
PUMPS = 25


@pytest.fixture(scope="module")
def aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAws]:
    aws = start(tmp_path_factory.mktemp("embedded-aws"))
    deploy_models(Account(aws.region, aws.endpoint_url).sitewise)
    yield aws
    aws.stop()


@pytest.fixture
def account(aws: LocalAws) -> Iterator[Account]:
    account = Account(aws.region, aws.endpoint_url)
    Loader(account, plant()).load(delete=True)
    yield account


def loading(aws: LocalAws, *, per_second: float) -> subprocess.Popen[str]:
    """Begin a load in a process of its own."""
    return subprocess.Popen(
        (sys.executable, "-m", PROGRAM, aws.endpoint_url, str(PUMPS), str(per_second)),
        cwd=ROOT,
        env={key: value for key, value in os.environ.items() if not key.startswith("AWS_")},
        stdout=subprocess.PIPE,
        text=True,
    )


def assets_of(account: Account) -> int:
    pages = account.sitewise.get_paginator("list_assets").paginate(
        assetModelId="externalId:mill.type.pump"
    )
    return sum(len(page["assetSummaries"]) for page in pages)


def test_a_killed_load_goes_on_where_it_was(aws: LocalAws, account: Account) -> None:
    process = loading(aws, per_second=40)
    while assets_of(account) < 5:
        assert process.poll() is None
        time.sleep(0.02)
    process.kill()
    process.communicate()
    made = Loader(account, plant(*pumps(PUMPS))).load().counts
    assert 0 < made["CreateAsset"] <= PUMPS + 1 - 5
    assert assets_of(account) == PUMPS
    assert Loader(account, plant(*pumps(PUMPS))).load().counts == {}


def test_two_loads_at_once_come_to_one_result(aws: LocalAws, account: Account) -> None:
    processes = [loading(aws, per_second=0) for _ in range(2)]
    answers = [process.communicate(timeout=60)[0] for process in processes]
    assert [process.returncode for process in processes] == [0, 0]
    asked = [json.loads(answer).get("CreateAsset", 0) for answer in answers]
    assert sum(asked) >= PUMPS + 1
    assert assets_of(account) == PUMPS
    assert Loader(account, plant(*pumps(PUMPS))).load().counts == {}
