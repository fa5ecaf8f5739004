"""The quotas of the data file: complete, dated, and the same wherever they are used."""

from __future__ import annotations

from datetime import date, timedelta

from twin import quota
from twin.formula import rules
from twin.quota.table import MAXIMUM_AGE_MONTHS
from twin_local.services.iotsitewise.quotas import NAMES, Quotas


def test_no_quota_is_too_old() -> None:
    assert not quota.is_overdue(quota.DATED, date.today()), (
        "read the quotas of AWS again, and date what was read"
    )


def test_age_counts_in_months() -> None:
    today = date(2027, 6, 1)
    assert not quota.is_overdue(today - timedelta(days=182), today)
    assert quota.is_overdue(today - timedelta(days=184), today)
    assert not quota.is_overdue(today - timedelta(days=184), today, maximum_months=7)
    assert MAXIMUM_AGE_MONTHS == 6


def test_every_quota_says_where_it_is_from() -> None:
    for one in quota.QUOTAS.values():
        assert one.value >= 0 and one.unit and one.source, one
        assert one.service in ("iotsitewise", "iottwinmaker", "lambda", "fargate", "ec2")
        assert one.scope in ("region", "resource")
        assert one.adjustable in ("yes", "no", "unknown")
        assert one.confidence in ("documented", "stale", "unverified")
        assert one.code is None or one.code.startswith("L-")


def test_the_rate_of_values_is_raised_by_its_code() -> None:
    values = quota.QUOTAS["values_per_second"]
    assert (values.value, values.code, values.adjustable) == (1000, "L-055D0253", "yes")
    assert values.how_to_raise.endswith("--quota-code L-055D0253 --desired-value")
    assert "list-service-quotas" in quota.QUOTAS["models"].how_to_raise


def test_the_embedded_sitewise_has_the_same_numbers() -> None:
    embedded = Quotas()
    assert len(NAMES) == 19
    for name in NAMES:
        assert getattr(embedded, name) == quota.quota(name), name


def test_the_rules_of_formulas_have_the_same_numbers() -> None:
    assert quota.quota("variables_per_formula") == rules.MOST_VARIABLES
    assert quota.quota("functions_per_formula") == rules.MOST_FUNCTIONS
