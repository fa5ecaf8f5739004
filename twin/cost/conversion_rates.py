"""The prices of conversions in a region, from `rates.yaml`."""

from __future__ import annotations

from twin.cost.conversion_prices import ConversionPrices
from twin.cost.rates import rates

SECONDS_PER_HOUR = 3600


def conversion_prices(region: str) -> ConversionPrices:
    """Return what a second costs; the date is that of the oldest of the prices."""
    function, processors, memory, instance = (
        rates()[name]
        for name in (
            "lambda_duration",
            "fargate_spot_processors",
            "fargate_spot_memory",
            "gpu_instances",
        )
    )
    return ConversionPrices(
        prices_of=min(rate.date for rate in (function, processors, memory, instance)).isoformat(),
        function_gibibyte=function.cost(1, region),
        job_vcpu=processors.cost(1, region) / SECONDS_PER_HOUR,
        job_gibibyte=memory.cost(1, region) / SECONDS_PER_HOUR,
        job_gpu=instance.cost(1, region) / SECONDS_PER_HOUR,
    )
