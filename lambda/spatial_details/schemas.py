"""Operations on metadata schemas, and on the metadata of an asset as its schema sees it."""

from __future__ import annotations

import time

from catalogue_runtime.access import author_of, database_id_of, permitted_asset, permitted_database
from catalogue_runtime.metadata_check import metadata_state
from catalogue_runtime.pages import listed_page
from catalogue_runtime.schema_table import (
    newest_schema,
    schema_of,
    schema_revision,
    schema_writes,
    schemas_of,
)
from catalogue_runtime.store import CatalogueStore
from spatial_details.services import store
from spatial_details.views import metadata_body, schema_body, schema_summary
from twin.catalogue.change import FieldChange
from twin.catalogue.detail_errors import SchemaUnknown
from twin.catalogue.history import database_subject, entry
from twin.catalogue.metadata_schema import MetadataSchema, SchemaDocument, valid_document
from twin.catalogue.naming import valid_key
from twin_runtime.http import Answer, Body, Request
from twin_runtime.preconditions import HEADER, entity_tag, expected_revision, require_revision


def list_schemas(request: Request) -> Body:
    """Answer one page of the schemas that a database has itself."""
    catalogue = store()
    database = permitted_database(request, catalogue)
    page = listed_page(
        catalogue,
        schemas_of(database.database_id),
        limit=request.integer("limit"),
        token=request.one("next_token"),
    )
    rows = [schema_summary(schema_of(record)) for record in page.records]
    return {"schemas": rows, "next_token": page.next_token}


def get_schema(request: Request) -> Answer:
    """Answer the newest revision of a schema, or the one that is asked for."""
    catalogue = store()
    database, asset_type = permitted_database(request, catalogue), _asset_type(request)
    if request.one("revision") is None:
        return _answer(
            _present(newest_schema(catalogue, database.database_id, asset_type), asset_type)
        )
    revision = request.integer("revision")
    found = schema_revision(catalogue, database.database_id, asset_type, revision)
    return _answer(_present(found, asset_type))


def put_schema(request: Request) -> Answer:
    """Make a schema that is not there, or change the revision that If-Match names."""
    catalogue = store()
    permitted_database(request, catalogue)
    document = valid_document(request.json().get("schema"))
    # The libraries of the check take longer to load than most requests to answer.
    from schema_runtime.validation import check_document

    check_document(document)
    return _answer(_revised(request, catalogue, document))


def delete_schema(request: Request) -> Answer:
    """Delete a schema at the revision that If-Match names; answer what it was."""
    catalogue, expected = store(), expected_revision(request)
    database, asset_type = permitted_database(request, catalogue), _asset_type(request)
    schema = _present(newest_schema(catalogue, database.database_id, asset_type), asset_type)
    require_revision(schema.revision, expected)
    _revised(request, catalogue, None)
    return Answer(200, schema_body(schema))


def get_metadata(request: Request) -> Answer:
    """Answer the metadata of an asset, and whether the schema of its type accepts it now."""
    catalogue = store()
    asset = permitted_asset(request, catalogue, deleted=True)
    state = metadata_state(catalogue, asset)
    return Answer(200, metadata_body(asset, state), entity_tag(asset.revision))


def _revised(
    request: Request, catalogue: CatalogueStore, document: SchemaDocument | None
) -> MetadataSchema:
    """Write the next revision of the request's schema, and that it was, in one transaction."""
    database_id, asset_type = database_id_of(request), _asset_type(request)
    newest = newest_schema(catalogue, database_id, asset_type)
    if (newest and newest.document is not None) or HEADER in request.headers:
        require_revision(newest.revision if newest else 0, expected_revision(request))
    schema = MetadataSchema(
        database_id=database_id,
        asset_type=asset_type,
        revision=newest.revision + 1 if newest else 1,
        document=document,
        changed_at=time.time(),
        changed_by=request.authenticated.subject,
    )
    note = entry(
        database_subject(database_id),
        request.operation_id,
        author=author_of(request),
        at=schema.changed_at,
        fields=(FieldChange("schema", newest and newest.document, document),),
        details={"asset_type": asset_type, "revision": str(schema.revision)},
    )
    catalogue.commit(schema_writes(schema), note)
    return schema


def _present(schema: MetadataSchema | None, asset_type: str) -> MetadataSchema:
    if schema is None or schema.document is None:
        raise SchemaUnknown("the database has no such schema of its own", found=asset_type)
    return schema


def _asset_type(request: Request) -> str:
    return valid_key(request.path["asset_type"], "asset_type")


def _answer(schema: MetadataSchema) -> Answer:
    return Answer(200, schema_body(schema), entity_tag(schema.revision))
