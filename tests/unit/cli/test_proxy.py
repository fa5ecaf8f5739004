"""A proxy of the network is not asked for this machine."""

from __future__ import annotations

import os
import urllib.request

import pytest

from twin_local.cli.main import bypass_proxy


@pytest.mark.parametrize("name", ["no_proxy", "NO_PROXY"])
def test_this_machine_is_added_to_what_is_reached_directly(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", "")
    monkeypatch.setenv("NO_PROXY", "")
    monkeypatch.setenv(name, "intranet.example")
    bypass_proxy()
    bypass_proxy()
    assert os.environ[name] == "intranet.example,127.0.0.1,localhost"
    assert urllib.request.proxy_bypass("127.0.0.1:8701")
    assert urllib.request.proxy_bypass("localhost")
    assert not urllib.request.proxy_bypass("example.org")
