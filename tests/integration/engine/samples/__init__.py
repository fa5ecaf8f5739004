"""Templates with the resource types that the product's own templates do not have."""

from __future__ import annotations

from tests.integration.engine.samples.edges import EDGES
from tests.integration.engine.samples.functions import FUNCTIONS
from tests.integration.engine.samples.gateways import GATEWAYS
from tests.integration.engine.samples.images import IMAGES
from tests.integration.engine.samples.jobs import JOBS
from tests.integration.engine.samples.messages import MESSAGES
from tests.integration.engine.samples.models import MODELS
from tests.integration.engine.samples.parts import ACCOUNT, Template
from tests.integration.engine.samples.twins import TWINS

SAMPLES: dict[str, Template] = {
    "sample-models": MODELS,
    "sample-functions": FUNCTIONS,
    "sample-gateways": GATEWAYS,
    "sample-messages": MESSAGES,
    "sample-edges": EDGES,
    "sample-images": IMAGES,
    "sample-jobs": JOBS,
    "sample-twins": TWINS,
}

__all__ = ["ACCOUNT", "SAMPLES"]
