"""What the functions of studies share: where things are, what jobs cost, how to tell of them."""

from __future__ import annotations

import json

from simulation_runtime.study_storage import StudyStorage
from simulation_runtime.study_table import StudyTable
from twin.cost.conversion_prices import ConversionPrices
from twin.simulation.study_cost import JobPrice
from twin.simulation.study_plan import VCPUS, job_memory_mebibytes
from twin.simulation.study_run import StudyRun, StudyStateChanged
from twin_runtime import clients
from twin_runtime.events import put_event
from twin_runtime.settings import setting


def table() -> StudyTable:
    """Return the studies of the site."""
    return StudyTable(clients.dynamodb(), setting("RUN_TABLE"))


def storage() -> StudyStorage:
    """Return the folders of studies."""
    return StudyStorage(clients.s3(), setting("MODELS_BUCKET"))


def job_price(kind: str) -> JobPrice:
    """Return what a second of a job with models of a kind costs."""
    prices = ConversionPrices(**json.loads(setting("JOB_PRICES")))
    price = prices.of_job(VCPUS, job_memory_mebibytes(kind))
    return JobPrice(price.usd_per_second, price.prices_of)


def announce_study(study: StudyRun) -> None:
    """Put the study's event on the site's bus."""
    put_event(StudyStateChanged(study))
