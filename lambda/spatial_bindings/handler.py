"""…/bindings, …/diff of an asset, and /bindings of all of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from spatial_bindings import changes, diff, reads
from twin_runtime.http import ProxyResponse, serve


def handler(event: Mapping[str, Any], _context: object) -> ProxyResponse:
    """Serve the operations on bindings and differences."""
    return serve(
        event,
        {
            "findBindings": reads.find_bindings,
            "listBindings": reads.list_bindings,
            "getBinding": reads.get_binding,
            "listBindingReviews": reads.list_reviews,
            "listBindingRevisions": reads.list_revisions,
            "createBinding": changes.create_binding,
            "updateBinding": changes.update_binding,
            "deleteBinding": changes.delete_binding,
            "replaceBindings": changes.replace_bindings,
            "resolveBindingReview": changes.resolve_review,
            "diffAsset": diff.diff_asset,
        },
    )
