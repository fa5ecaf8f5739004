"""What a second of a conversion costs: written down when a site is deployed, told to every job."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from twin.spatial.conversion_run import Price

MEBIBYTES_PER_GIBIBYTE = 1024


@dataclass(frozen=True)
class ConversionPrices:
    """Prices in US dollars a second, by the price file of a date (ISO 8601).

    A job with GPUs is priced by its GPUs alone, as whole instances On-Demand: Spot is cheaper.
    Requests of functions, their storage and the minute that Fargate bills at least are left out.
    https://aws.amazon.com/lambda/pricing/ and https://aws.amazon.com/fargate/pricing/
    """

    prices_of: str
    function_gibibyte: float
    job_vcpu: float
    job_gibibyte: float
    job_gpu: float = 0.0

    def of_function(self, memory_mebibytes: int) -> Price:
        """Return the price of a function with so much memory."""
        gibibytes = memory_mebibytes / MEBIBYTES_PER_GIBIBYTE
        return Price("function", gibibytes * self.function_gibibyte, self.prices_of)

    def of_job(self, vcpus: int, memory_mebibytes: int, gpus: int = 0) -> Price:
        """Return the price of a Batch job of a size."""
        if gpus:
            return Price("job", gpus * self.job_gpu, self.prices_of)
        gibibytes = memory_mebibytes / MEBIBYTES_PER_GIBIBYTE
        usd = vcpus * self.job_vcpu + gibibytes * self.job_gibibyte
        return Price("job", usd, self.prices_of)

    def to_json(self) -> str:
        """Return the text of the setting."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> ConversionPrices:
        """Read the text of the setting."""
        return cls(**json.loads(text))
