"""What a second of a conversion costs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from twin.cost.conversion_prices import ConversionPrices
from twin.cost.conversion_rates import conversion_prices

PRICES = ConversionPrices("2026-01-01", function_gibibyte=3.0, job_vcpu=5.0, job_gibibyte=7.0)


def test_function_costs_its_memory() -> None:
    price = PRICES.of_function(1536)
    assert (price.service, price.usd_per_second, price.prices_of) == ("function", 4.5, "2026-01-01")


def test_job_costs_its_processors_and_its_memory() -> None:
    price = PRICES.of_job(2, 4096)
    assert (price.service, price.usd_per_second, price.prices_of) == ("job", 38.0, "2026-01-01")


def test_job_with_gpus_costs_its_gpus() -> None:
    price = replace(PRICES, job_gpu=11.0).of_job(4, 14_000, gpus=2)
    assert (price.service, price.usd_per_second, price.prices_of) == ("job", 22.0, "2026-01-01")


def test_setting_is_read_as_it_was_written() -> None:
    assert ConversionPrices.from_json(PRICES.to_json()) == PRICES


@pytest.mark.parametrize("region", ["eu-central-1"])
def test_second_of_a_job_is_cheaper_than_one_of_a_function_of_its_size(region: str) -> None:
    prices = conversion_prices(region)
    job = prices.of_job(2, 4096).usd_per_second
    assert 0 < job < prices.of_function(4096).usd_per_second
    assert job < prices.of_job(4, 14_000, gpus=1).usd_per_second < 0.001  # 3.60 dollars an hour
