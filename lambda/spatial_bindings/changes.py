"""Make, change and remove bindings, and decide on those that wait."""

from __future__ import annotations

import time
import uuid
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bindings_runtime.part_files import PartFiles
from bindings_runtime.services import binding_store, part_files, store
from catalogue_runtime.access import author_of, permitted_asset
from spatial_bindings.views import binding_body
from twin.binding.binding import Binding, PartRecord, PartTarget
from twin.binding.binding_set import MAXIMUM_BINDINGS, BindingSet
from twin.binding.errors import BindingReadOnly, PartUnknown, ReviewUnknown
from twin.binding.fields import SITE_PREFIX, Bound, bound_of
from twin.binding.rebinding import bound_to
from twin.binding.region import invalid
from twin.catalogue.asset import Asset
from twin.catalogue.errors import AssetFileUnknown
from twin.catalogue.version import FileEntry
from twin_runtime import clients
from twin_runtime.http import Answer, Request
from twin_runtime.idempotency import answer_once
from twin_runtime.preconditions import entity_tag, expected_revision
from twin_runtime.settings import setting
from twin_runtime.site import site


def create_binding(request: Request) -> Answer:
    """Make a binding; answer 201 with it."""
    return answer_once(request, clients.dynamodb(), setting("CATALOG_TABLE"), _create)


def update_binding(request: Request) -> Answer:
    """Replace what a binding binds."""
    asset, expected = permitted_asset(request, store()), expected_revision(request)
    binding_id = _own(request)
    bound = replace(bound_of(request.json(), site()), binding_id=binding_id)
    return _changed(request, asset, bound, expected=expected, must_exist=True)


def delete_binding(request: Request) -> Answer:
    """Remove a binding; the revisions before still have it."""
    asset, expected = permitted_asset(request, store()), expected_revision(request)
    binding_id = _own(request)
    before = binding_store().current(asset.asset_id, version=asset.version)
    gone = before.binding(binding_id)
    after = before.without(binding_id)
    _commit(request, asset, before, after, expected, {"binding": binding_id})
    return Answer(200, binding_body(asset.asset_id, gone), entity_tag(after.revision))


def replace_bindings(request: Request) -> Answer:
    """Replace all bindings of the asset at once, all or none; those of the site file stay."""
    asset, expected = permitted_asset(request, store()), expected_revision(request)
    rows = request.json().get("bindings")
    if not isinstance(rows, list) or len(rows) > MAXIMUM_BINDINGS:
        raise invalid("bindings", f"a list of at most {MAXIMUM_BINDINGS} bindings", rows)
    files = _Files(asset, part_files(asset.asset_id))
    before = binding_store().current(asset.asset_id, version=asset.version)
    made: dict[str, Binding] = {}
    for at, row in enumerate(rows):
        if not isinstance(row, Mapping):
            raise invalid(f"bindings[{at}]", "an object", row)
        binding = files.binding(request, bound_of(row, site()))
        if binding.binding_id in made:
            raise invalid(f"bindings[{at}].binding_id", "an id once", binding.binding_id)
        made[binding.binding_id] = binding
    after = before.following(made.values(), version=asset.version)
    _commit(request, asset, before, after, expected, {"bindings": str(len(made))})
    body = {"revision": after.revision, "version": after.version, "bindings": len(made)}
    return Answer(200, body, entity_tag(after.revision))


def resolve_review(request: Request) -> Answer:
    """Decide on a binding that waits: take a part (`node_id`), or drop it (`drop`: true)."""
    asset, expected = permitted_asset(request, store()), expected_revision(request)
    body, binding_id = request.json(), _own(request)
    before = binding_store().current(asset.asset_id, version=asset.version)
    binding = before.binding(binding_id)
    if binding.state != "review":
        raise ReviewUnknown("the binding waits for no decision", found=binding_id)
    node_id, drop = body.get("node_id"), body.get("drop", False)
    if (drop is True) == isinstance(node_id, str):
        raise invalid("node_id", "a part, or drop: true", node_id)
    details = {"binding": binding_id, "decision": "drop" if drop is True else str(node_id)}
    if drop is True:
        after = before.without(binding_id)
    else:
        binding = _decided(request, asset, binding, str(node_id), body.get("path"))
        after = before.with_binding(binding)
    _commit(request, asset, before, after, expected, details)
    return Answer(200, binding_body(asset.asset_id, binding), entity_tag(after.revision))


def _create(request: Request) -> Answer:
    asset = permitted_asset(request, store())
    bound = bound_of(request.json(), site())
    return _changed(request, asset, bound, expected=None, must_exist=False)


def _changed(
    request: Request, asset: Asset, bound: Bound, *, expected: int | None, must_exist: bool
) -> Answer:
    before = binding_store().current(asset.asset_id, version=asset.version)
    if must_exist:
        before.binding(bound.binding_id or "")
    elif bound.binding_id in before.by_id:
        raise invalid("binding_id", "an id that no binding of the asset has", bound.binding_id)
    binding = _Files(asset, part_files(asset.asset_id)).binding(request, bound)
    after = before.with_binding(binding)
    if not before.bindings:
        after = replace(after, version=asset.version)
    _commit(request, asset, before, after, expected, {"binding": binding.binding_id})
    status = 200 if must_exist else 201
    body = binding_body(asset.asset_id, binding)
    return Answer(status, body, entity_tag(after.revision))


def _commit(
    request: Request,
    asset: Asset,
    before: BindingSet,
    after: BindingSet,
    expected: int | None,
    details: Mapping[str, str],
) -> None:
    binding_store().commit(
        asset.asset_id,
        before,
        after,
        author=author_of(request),
        action=request.operation_id,
        details=details,
        expected=expected,
    )


def _decided(
    request: Request,
    asset: Asset,
    binding: Binding,
    node_id: str,
    path: Any,  # noqa: ANN401 - any JSON
) -> Binding:
    assert binding.review is not None, "only what waits is decided on"
    wanted = path if isinstance(path, str) else binding.review.to_path
    files = _Files(asset, part_files(asset.asset_id))
    file = files.entry(wanted)
    tree = files.files.parts(file.path, file.number)
    _require_part(node_id in tree.by_id, node_id, file.path)
    decided = bound_to(binding, file, tree, node_id, carried=None)
    return replace(decided, changed_at=time.time(), changed_by=author_of(request).name)


class _Files:
    """The newest files of an asset, to bind to."""

    def __init__(self, asset: Asset, files: PartFiles) -> None:
        self.asset, self.files = asset, files
        self._entries: dict[str, FileEntry] | None = None

    def entry(self, path: str) -> FileEntry:
        """Return the file of a path in the newest version of the asset."""
        if self._entries is None:
            number = self.asset.version
            self._entries = self.files.of_version(number) if number else {}
        if path not in self._entries:
            raise AssetFileUnknown(
                "the newest version of the asset has no such file",
                found=ascii(path)[:160],
                where=str(self.asset.asset_id),
            )
        return self._entries[path]

    def binding(self, request: Request, bound: Bound) -> Binding:
        """Return the binding that a request describes."""
        return Binding(
            binding_id=bound.binding_id or uuid.uuid4().hex,
            target=None if bound.region else self._target(bound),
            region=bound.region,
            signals=bound.signals,
            variables=bound.variables,
            equipment=bound.equipment,
            note=bound.note,
            state="bound",
            review=None,
            carried=None,
            changed_at=time.time(),
            changed_by=author_of(request).name,
        )

    def _target(self, bound: Bound) -> PartTarget:
        file = self.entry(bound.path)
        tree = self.files.parts(file.path, file.number)
        _require_part(bound.node_id in tree.by_id, bound.node_id, file.path)
        record = PartRecord.of(tree.by_id[bound.node_id])
        return PartTarget(file.path, file.number, bound.node_id, record)


def _require_part(holds: bool, node_id: str, path: str) -> None:
    if not holds:
        raise PartUnknown(
            "the file has no such part",
            found=ascii(node_id)[:160],
            expected="a node_id of its assembly",
            where=path,
        )


def _own(request: Request) -> str:
    binding_id = request.path["binding_id"]
    if binding_id.startswith(SITE_PREFIX):
        raise BindingReadOnly(
            "the site file makes this binding", found=binding_id[:80], where="the site file"
        )
    return binding_id
