"""What is bound: by asset, part, point, signal, variable and equipment."""

from __future__ import annotations

from collections.abc import Callable

from access_runtime.guard import guard_of
from bindings_runtime.services import binding_store, part_files, store
from catalogue_runtime.access import permitted_asset, readable_assets
from spatial_bindings.pages import page_of
from spatial_bindings.site_bindings import site_bindings
from spatial_bindings.views import binding_body
from twin.access.resource import SITE
from twin.binding.binding import Binding
from twin.binding.binding_set import BindingSet
from twin.catalogue.asset import Asset
from twin.catalogue.identity import SITE_DATABASE, AssetId
from twin.spatial.part_facts import Vector
from twin.spatial.parts.placement import holds
from twin_runtime.errors import QueryInvalid
from twin_runtime.http import Answer, Body, Request
from twin_runtime.preconditions import entity_tag
from twin_runtime.site import site

FILTERS = ("path", "node", "point", "signal", "model", "variable", "equipment", "state")


def list_bindings(request: Request) -> Answer:
    """Answer one page of the bindings of an asset, now or at a revision or version."""
    asset = permitted_asset(request, store())
    found = _set(request, asset)
    rows = [binding for binding in found.bindings if _is_asked(request, binding)]
    if request.one("revision") is None and request.one("version") is None:
        rows += [one for one in of_site(asset) if _is_asked(request, one)]
    asked = {name: request.one(name) for name in FILTERS}
    question = {"asset": str(asset.asset_id), "revision": str(found.revision), **asked}
    page, token = page_of(request, rows, question)
    body = {
        "revision": found.revision,
        "version": found.version,
        "bindings": [binding_body(asset.asset_id, binding) for binding in page],
        "next_token": token,
    }
    return Answer(200, body, entity_tag(found.revision))


def list_reviews(request: Request) -> Answer:
    """Answer one page of the bindings that wait for a decision."""
    asset = permitted_asset(request, store())
    found = binding_store().current(asset.asset_id, version=asset.version)
    rows = [binding for binding in found.bindings if binding.state == "review"]
    question = {"asset": str(asset.asset_id), "reviews": str(found.revision)}
    page, token = page_of(request, rows, question)
    body = {
        "revision": found.revision,
        "version": found.version,
        "bindings": [binding_body(asset.asset_id, binding) for binding in page],
        "next_token": token,
    }
    return Answer(200, body, entity_tag(found.revision))


def get_binding(request: Request) -> Answer:
    """Answer one binding; its ETag is that of all bindings of the asset."""
    asset = permitted_asset(request, store())
    found = binding_store().current(asset.asset_id, version=asset.version)
    wanted = request.path["binding_id"]
    of_file = next((one for one in of_site(asset) if one.binding_id == wanted), None)
    binding = of_file or found.binding(wanted)
    return Answer(200, binding_body(asset.asset_id, binding), entity_tag(found.revision))


def list_revisions(request: Request) -> Body:
    """Answer one page of the revisions of the bindings, the newest first."""
    asset = permitted_asset(request, store())
    limit, token = request.integer("limit"), request.one("next_token")
    page = binding_store().revisions(asset.asset_id, limit=limit, token=token)
    return {"revisions": list(page.records), "next_token": page.next_token}


def find_bindings(request: Request) -> Body:
    """Answer the bindings of a signal, variable or equipment in all assets one may read.

    The page counts assets: one with several bindings answers them all.
    """
    guard_of(request).require(SITE)
    kind, name = _name(request)
    bindings, limit = binding_store(), request.integer("limit")
    page = bindings.assets_with(kind, name, limit=limit, token=request.one("next_token"))
    ids = [AssetId(one["database_id"], one["asset_key"]) for one in page.records]
    known = [asset for one in ids if (asset := store().find_asset(one)) and not asset.is_deleted]
    rows = [
        binding_body(asset.asset_id, binding)
        for asset in readable_assets(request, tuple(known))
        for binding in bindings.current(asset.asset_id).bindings
        if _is_asked(request, binding)
    ]
    if request.one("next_token") is None:
        rows += [
            binding_body(asset.asset_id, one)
            for asset in readable_assets(request, _scene())
            for one in of_site(asset)
            if _is_asked(request, one)
        ]
    return {"bindings": rows, "next_token": page.next_token}


def of_site(asset: Asset) -> list[Binding]:
    """Return the bindings that the site file makes to parts of an asset."""
    asset_id = asset.asset_id
    scene = {model.asset_key for model in site().scene}
    if asset_id.database_id != SITE_DATABASE or asset_id.asset_key not in scene:
        return []
    if not asset.version:
        return []
    files = part_files(asset_id)
    entries = files.of_version(asset.version).values()
    trees = [(one, tree) for one in entries if (tree := files.tree(one.path, one.number))]
    return site_bindings(site(), asset, trees)


def _scene() -> tuple[Asset, ...]:
    ids = [AssetId(SITE_DATABASE, model.asset_key) for model in site().scene]
    found = (store().find_asset(asset_id) for asset_id in ids)
    return tuple(asset for asset in found if asset is not None and not asset.is_deleted)


def _name(request: Request) -> tuple[str, str]:
    model, variable = request.one("model"), request.one("variable")
    given = {
        "signal": request.one("signal"),
        "variable": f"{model}#{variable}" if model and variable else None,
        "equipment": request.one("equipment"),
    }
    named = [(kind, name) for kind, name in given.items() if name]
    if len(named) != 1:
        raise QueryInvalid(
            "one thing is asked for at a time",
            found=", ".join(kind for kind, _ in named) or "nothing",
            expected="signal, or model and variable, or equipment",
            where="signal",
        )
    return named[0]


def _set(request: Request, asset: Asset) -> BindingSet:
    bindings = binding_store()
    revision, version = request.one("revision"), request.one("version")
    if revision is not None:
        return bindings.at_revision(asset.asset_id, request.integer("revision"))
    if version is not None:
        return bindings.at_version(asset.asset_id, request.integer("version"))
    return bindings.current(asset.asset_id, version=asset.version)


def _is_asked(request: Request, binding: Binding) -> bool:
    target, point, model = binding.target, request.one("point"), request.one("model")
    tests: dict[str, Callable[[str], bool]] = {
        "path": lambda text: target is not None and target.path == text,
        "node": lambda text: target is not None and target.node_id == text,
        "signal": lambda text: text in binding.signals,
        "model": lambda text: text in [model for model, _ in binding.variables],
        "variable": lambda text: any(
            name == text and model in (None, of) for of, name in binding.variables
        ),
        "equipment": lambda text: text == binding.equipment,
        "state": lambda text: text == binding.state,
    }
    asked = ((test, request.one(name)) for name, test in tests.items())
    return all(test(text) for test, text in asked if text is not None) and (
        point is None or _holds(binding, _point(point))
    )


def _holds(binding: Binding, point: Vector) -> bool:
    """Tell whether a point is in the region, or in the box of the part."""
    if binding.region is not None:
        return binding.region.holds(point)
    box = binding.target.part.box if binding.target else None
    return box is not None and holds(box, point)


def _point(text: str) -> Vector:
    try:
        x, y, z = (float(number) for number in text.split(","))
    except ValueError as error:
        raise QueryInvalid(
            "point is not valid",
            found=ascii(text)[:80],
            expected="three numbers in metres with commas between",
            where="point",
        ) from error
    return (x, y, z)
