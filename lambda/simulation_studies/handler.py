"""The operations on studies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simulation_studies import controls, listing, results
from twin_runtime.http import ProxyResponse, serve


def handler(event: Mapping[str, Any], _context: object) -> ProxyResponse:
    """Serve the operations."""
    return serve(
        event,
        {
            "startStudy": controls.start_study,
            "estimateStudy": controls.estimate_study,
            "cancelStudy": controls.cancel_study,
            "listStudies": listing.list_studies,
            "getStudy": listing.get_study,
            "getStudyResults": results.get_results,
        },
    )
