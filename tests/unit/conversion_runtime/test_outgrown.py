"""What a larger job may do, and what no job may."""

from __future__ import annotations

import pytest

from conversion_runtime.errors import ConversionError, ConversionTimeLimit
from conversion_runtime.outgrown import OUTGROWN, Outgrown, outgrowing, run_or_outgrow


def out_of_time() -> None:
    raise ConversionTimeLimit("x")


def refused() -> None:
    raise ConversionError("x")


def test_limit_is_told_where_a_larger_job_follows() -> None:
    with pytest.raises(Outgrown):
        outgrowing(out_of_time, larger_follows=True)


def test_limit_is_final_where_none_follows() -> None:
    with pytest.raises(ConversionTimeLimit):
        outgrowing(out_of_time, larger_follows=False)


def test_fault_of_the_file_is_final_anyway() -> None:
    with pytest.raises(ConversionError):
        outgrowing(refused, larger_follows=True)


def test_exit_code_says_that_a_larger_job_follows() -> None:
    def run() -> int:
        outgrowing(out_of_time, larger_follows=True)
        return 0

    assert run_or_outgrow(run) == OUTGROWN
    assert run_or_outgrow(lambda: 10) == 10
