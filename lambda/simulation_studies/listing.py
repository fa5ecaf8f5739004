"""The list of studies, and one of them."""

from __future__ import annotations

from simulation_runtime.study_settings import storage, table
from twin_runtime.http import Body, Request


def list_studies(request: Request) -> Body:
    """Answer one page of studies, newest first; rows of those that run are not counted here."""
    page = table().page(limit=request.integer("limit"), token=request.one("next_token"))
    return {
        "studies": [study.to_body() for study in page.studies],
        "next_token": page.next_token,
    }


def get_study(request: Request) -> Body:
    """Answer one study; of one that runs, with the rows that are there."""
    study = table().find(request.path["study_id"])
    return study.to_body(None if study.has_ended else storage().tally(study.study_id))
