"""Errors that jobs write: only what is an error is taken, and not more than people read."""

from __future__ import annotations

import pytest

from twin_runtime.job_errors import MAXIMUM_TEXT, error_of_job


def test_error_keeps_its_fields_only() -> None:
    content = b'{"error": {"code": "SOURCE_EMPTY", "message": "none", "stack": "x", "found": 3}}'
    assert error_of_job(content) == {"code": "SOURCE_EMPTY", "message": "none"}


def test_long_text_is_cut() -> None:
    content = b'{"error": {"code": "SOURCE_EMPTY", "message": "%s"}}' % (b"x" * 10_000)
    error = error_of_job(content)
    assert error is not None and len(error["message"]) == MAXIMUM_TEXT


@pytest.mark.parametrize(
    "content",
    [None, b"", b"{", b"\xff", b"[]", b"{}", b'{"error": 5}', b'{"error": {"code": "no code"}}'],
)
def test_what_is_no_error_says_nothing(content: bytes | None) -> None:
    assert error_of_job(content) is None
