"""Parameters of the operations in `twin.api.routes.spatial_search`; see docs/search.md."""

from __future__ import annotations

from typing import get_args

from twin.api.parameters.common import moment
from twin.api.parameters.parameter import Parameter
from twin.catalogue.box import Frame
from twin.catalogue.search import text_grammar, where_grammar
from twin.catalogue.search.parameters import MAXIMUM_VALUES
from twin.catalogue.search.query import Order, Relation, State

LONGEST = 255


def _text(description: str, example: str) -> Parameter:
    return Parameter(description, minimum_length=1, maximum_length=LONGEST, example=example)


def _texts(description: str, example: str) -> Parameter:
    return Parameter(
        description,
        minimum_length=1,
        maximum_length=LONGEST,
        repeated=True,
        most=MAXIMUM_VALUES,
        example=example,
    )


PARAMETERS: dict[str, dict[str, Parameter]] = {
    "searchAssets": {
        "q": Parameter(
            'Words that must all be found, and phrases in "quotes"; the last word may go on',
            minimum_length=1,
            maximum_length=text_grammar.MAXIMUM_LENGTH,
            example='booster "boiler house" pum',
        ),
        "key_prefix": _text("The beginning of the key or of an alias", "pump-1"),
        "title_prefix": _text("The beginning of the title", "Pump"),
        "path_prefix": _text("The beginning of the path of a file", "drawings/"),
        "tag": _texts("A tag that must be there; several: all", "reviewed"),
        "any_tag": _texts("Tags of which one must be there", "wet"),
        "no_tag": _texts("A tag that must not be there; several: none", "obsolete"),
        "type": _texts("The type; several: one of them", "pump"),
        "database": _texts("The database; several: one of them", "site"),
        "where": Parameter(
            "Conditions on the metadata; several: all",
            minimum_length=1,
            maximum_length=where_grammar.MAXIMUM_LENGTH,
            repeated=True,
            most=MAXIMUM_VALUES,
            example="rated.power_kw >= 10 and maker = 'KSB'",
        ),
        "box": Parameter(
            "Numbers with commas between: the lowest corner, then the highest; in wgs84 degrees "
            "east, north and, if at all, metres; west beyond east crosses the antimeridian",
            minimum_length=1,
            maximum_length=200,
            example="0,0,0,25,10,25",
        ),
        "frame": Parameter("The frame of the box", choices=get_args(Frame), default="site"),
        "relation": Parameter(
            "How the asset's box lies to the box", choices=get_args(Relation), default="intersects"
        ),
        "state": Parameter(
            "Deleted assets can be found until they are removed for good",
            choices=get_args(State),
            default="active",
        ),
        "updated_since": moment("The earliest change of the asset, included"),
        "created_by": _text("The subject of who made the asset", "3f1c"),
        "order": Parameter(
            "By default relevance with q, else updated, newest first", choices=get_args(Order)
        ),
    },
}
