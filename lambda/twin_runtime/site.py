"""The compiled site, as staged beside the code."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from twin.site_document import SiteDocument


@cache
def site() -> SiteDocument:
    """Return the site that this function was deployed for."""
    return SiteDocument.from_file(Path(os.environ["LAMBDA_TASK_ROOT"]) / "site.json")
