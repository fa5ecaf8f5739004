"""Bindings as the API shows them."""

from __future__ import annotations

from dataclasses import asdict
from typing import cast

from twin.api.schemas.spatial_bindings import (
    BindingBody,
    CandidateBody,
    CarriedBody,
    PartRecordBody,
    RegionBody,
    ReviewBody,
)
from twin.binding.binding import Binding, Review
from twin.binding.fields import SITE_PREFIX
from twin.catalogue.identity import AssetId
from twin.spatial.parts.match import Candidate


def binding_body(asset_id: AssetId, binding: Binding) -> BindingBody:
    """Return one binding."""
    is_site = binding.binding_id.startswith(SITE_PREFIX)
    target = binding.target
    return {
        "binding_id": binding.binding_id,
        "database_id": asset_id.database_id,
        "asset_key": asset_id.asset_key,
        "origin": "site" if is_site else "user",
        "state": binding.state,
        "path": target.path if target else None,
        "file_version": target.file_version if target else None,
        "node_id": target.node_id if target else None,
        "part": cast("PartRecordBody", asdict(target.part)) if target else None,
        "region": cast("RegionBody", binding.region.to_dict()) if binding.region else None,
        "signals": list(binding.signals),
        "variables": [{"model": model, "variable": name} for model, name in binding.variables],
        "equipment": binding.equipment,
        "note": binding.note,
        "carried": cast("CarriedBody", asdict(binding.carried)) if binding.carried else None,
        "review": _review(binding.review) if binding.review else None,
        "changed_at": binding.changed_at,
        "changed_by": binding.changed_by,
    }


def candidate_body(candidate: Candidate) -> CandidateBody:
    """Return one candidate."""
    return {
        "node_id": candidate.node_id,
        "score": candidate.score,
        "reasons": list(candidate.reasons),
    }


def _review(review: Review) -> ReviewBody:
    return {
        "cause": review.cause,
        "to_version": review.to_version,
        "to_path": review.to_path,
        "to_file_version": review.to_file_version,
        "candidates": [candidate_body(one) for one in review.candidates],
    }
