"""Ask for a conversion of a file that is published."""

from __future__ import annotations

import time

from catalogue_runtime import files
from catalogue_runtime.access import author_of, permitted_asset
from catalogue_runtime.conversions import conversion_writes
from catalogue_runtime.presence import present
from catalogue_runtime.store import CatalogueStore
from spatial_conversions import workflow
from spatial_conversions.places import path_of
from spatial_conversions.services import once, store
from spatial_conversions.views import conversion_body
from twin.catalogue.file import FileVersion
from twin.catalogue.naming import LARGEST_NUMBER, invalid
from twin.spatial.conversion import Conversion
from twin.spatial.conversion_begin import requested
from twin.spatial.conversion_errors import ConversionNotStarted, ConverterUnfit
from twin.spatial.converter import Converter
from twin.spatial.site_converters import SiteConverters
from twin_runtime.http import Answer, Body, Request
from twin_runtime.site import site


def request_conversion(request: Request) -> Answer:
    """Begin a conversion of a version of a file; answer 202 with it, to be followed by its id."""
    return once(request, _request)


def begin(catalogue: CatalogueStore, conversion: Conversion, key: str) -> None:
    """Start the workflow of a recorded conversion.

    Raises:
        ConversionNotStarted: the service did not take it; the conversion has failed.
    """
    try:
        workflow.start(key, conversion.execution)
    except ConversionNotStarted as error:
        failed = conversion.failed(error.to_dict(), at=time.time())
        catalogue.transact(conversion_writes(failed, before=conversion))
        raise


def _request(request: Request) -> Answer:
    catalogue, body = store(), request.json()
    asset = permitted_asset(request, catalogue)
    converter = SiteConverters.of(site()).named(_text(body, "converter"))
    file = files.file(catalogue, asset.asset_id, path_of(request), _number(body))
    _require_fit(converter, file)
    author = author_of(request)
    conversion = requested(
        asset.asset_id,
        file.path,
        file.number,
        converter.name,
        by=(author.subject, author.name),
        at=time.time(),
    )
    catalogue.transact([present(asset.asset_id), *conversion_writes(conversion)])
    begin(catalogue, conversion, conversion.key)
    return Answer(202, dict(conversion_body(conversion)))


def _require_fit(converter: Converter, file: FileVersion) -> None:
    if file.content_type not in converter.inputs:
        raise ConverterUnfit(
            f"{converter.name} does not read this kind of file",
            found=file.content_type,
            expected=", ".join(converter.inputs),
            where="converter",
        )
    converter.size_for(file.source.size_bytes)


def _text(body: Body, name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str):
        raise invalid(name, "a text", value)
    return value


def _number(body: Body) -> int | None:
    value = body.get("number")
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= LARGEST_NUMBER:
        raise invalid("number", f"a whole number from 1 to {LARGEST_NUMBER}", value)
    return value
