"""Parameters of the operations in `twin.api.routes.spatial_details`."""

from __future__ import annotations

from twin.api.parameters.common import REVISION_PATTERN, moment, name
from twin.api.parameters.parameter import Parameter
from twin.catalogue.alias import MAXIMUM_ALIAS
from twin.catalogue.comment import COMMENT_ID_PATTERN
from twin.catalogue.link import DIRECTIONS, KINDS
from twin.catalogue.naming import KEY_PATTERN, LARGEST_NUMBER

_TYPE = {"asset_type": Parameter("The type of the assets", pattern=KEY_PATTERN)}
_COMMENT = {"comment_id": Parameter("The id of a comment", pattern=COMMENT_ID_PATTERN)}
_ALIAS = {"alias": name("The alias, percent-encoded as one segment of the path", MAXIMUM_ALIAS)}

PARAMETERS: dict[str, dict[str, Parameter]] = {
    "getMetadataSchema": {
        **_TYPE,
        "revision": Parameter("An earlier revision", "integer", minimum=1, maximum=LARGEST_NUMBER),
    },
    "putMetadataSchema": {
        **_TYPE,
        "if-match": Parameter(
            "The ETag of the schema; not needed for the first", pattern=REVISION_PATTERN
        ),
    },
    "deleteMetadataSchema": _TYPE,
    "listLinks": {
        "kind": Parameter("Only links of this kind", choices=KINDS),
        "direction": Parameter("Only links that lead there", choices=DIRECTIONS),
    },
    "deleteLink": {
        "kind": Parameter("The kind of the link, as this asset sees it", choices=KINDS),
        "other_database_id": Parameter("The database of the other asset", pattern=KEY_PATTERN),
        "other_asset_key": Parameter("The key of the other asset", pattern=KEY_PATTERN),
    },
    "updateComment": _COMMENT,
    "deleteComment": _COMMENT,
    "resolveAlias": _ALIAS,
    "removeAlias": _ALIAS,
    "listChanges": {"since": moment("The earliest change, included")},
}
