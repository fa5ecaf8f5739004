"""The page's files, and who gets them."""

from __future__ import annotations

import re

import pytest

from tests.integration.execution.observation.conftest import Observed


def test_the_page_brings_all_it_needs_and_may_load_nothing_else(observed: Observed) -> None:
    page = observed.get("/_twin/")
    assert page.status == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    policy = page.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
    assert "unsafe" not in policy
    named = re.findall(r'(?:href|src)="([^"]+)"', page.body.decode())
    waiting, seen = list(named), set()
    while waiting:
        name = waiting.pop()
        seen.add(name)
        file = observed.get(f"/_twin/{name}")
        assert file.status == 200, name
        assert file.headers["x-content-type-options"] == "nosniff"
        for found in re.findall(r'from "\./([^"]+)"', file.body.decode()):
            folder = name.rpartition("/")[0]
            if f"{folder}/{found}" not in seen:
                waiting.append(f"{folder}/{found}")
    assert {"js/main.js", "js/graph/layout.js", "css/page.css", "icon.svg"} <= seen


def test_the_address_without_a_slash_leads_to_the_page(observed: Observed) -> None:
    answer = observed.get("/_twin")
    assert (answer.status, answer.headers["location"]) == (308, "/_twin/")


@pytest.mark.parametrize(
    ("path", "method", "status"),
    [
        ("/_twin/js/none.js", "GET", 404),
        ("/_twin/../assets.py", "GET", 404),
        ("/_twin/js/main.js", "POST", 405),
        ("/_twin/js/main.js", "HEAD", 200),
        ("/_twin/logs?after=x", "GET", 400),
        ("/_twin/logs?nonsense=1", "GET", 400),
        ("/_twin/process-log", "GET", 400),
        ("/_twin/execution?id=arn:none", "GET", 400),
        ("/_twin/execution?id=arn:aws:states:us-east-1:111111111111:execution:no:ne", "GET", 400),
    ],
)
def test_what_is_not_there_or_not_allowed_is_refused(
    observed: Observed, path: str, method: str, status: int
) -> None:
    assert observed.get(path, method).status == status


@pytest.mark.parametrize("path", ["/_twin/", "/_twin/logs"])
def test_a_name_that_is_not_this_machine_is_refused(observed: Observed, path: str) -> None:
    assert observed.get(path, Host="rebound.example:8701").status == 403
    assert observed.get(path, Host="localhost:8701").status == 200
