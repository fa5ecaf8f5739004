"""Channel paths of AppSync Events."""

from __future__ import annotations

import pytest

from twin_local.execution.appsync.channels import covers, parse_channel, parse_pattern
from twin_local.execution.appsync.errors import BadRequest


@pytest.mark.parametrize("path", ["/twin/demo/values", "twin/demo/values", "/twin/demo/values/"])
def test_slashes_around_a_path_do_not_matter(path: str) -> None:
    assert parse_channel(path) == ("twin", "demo", "values")


@pytest.mark.parametrize(
    "path",
    ["", "/", "/a//b", "/a/b_c", "/a/-b", "/a/*", "/a/b/c/d/e/f", f"/a/{'x' * 51}", "/a/é"],
)
def test_what_is_no_channel_is_refused(path: str) -> None:
    with pytest.raises(BadRequest):
        parse_channel(path)


@pytest.mark.parametrize("path", ["/*", "*", "/a/*/b", "/a/b*"])
def test_a_wildcard_stands_alone_below_a_namespace(path: str) -> None:
    with pytest.raises(BadRequest):
        parse_pattern(path)


@pytest.mark.parametrize(
    ("pattern", "path", "covered"),
    [
        ("/a/b", "/a/b", True),
        ("/a/b", "/a/b/c", False),
        ("/a/*", "/a/b", True),
        ("/a/*", "/a/b/c", True),
        ("/a/*", "/a", False),
        ("/a/b/*", "/a/c/d", False),
        ("/a/b", "/A/b", False),
    ],
)
def test_a_subscription_covers(pattern: str, path: str, covered: bool) -> None:
    assert covers(parse_pattern(pattern), parse_channel(path)) is covered
