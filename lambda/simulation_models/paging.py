"""Pages of the models of the site file, in its order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from twin.site_document import SimulationModel
from twin_runtime.page_token import foreign_token, read_token, write_token

QUESTION = {"list": "models"}


@dataclass(frozen=True)
class ModelPage:
    """One page of models."""

    models: tuple[SimulationModel, ...]
    next_token: str | None


def models_page(models: Sequence[SimulationModel], *, limit: int, token: str | None) -> ModelPage:
    """Return one page; its token names the last model of it.

    Raises:
        QueryInvalid: the token is not of this list.
    """
    start = 0 if token is None else _after(models, read_token(QUESTION, token))
    page = tuple(models[start : start + limit])
    has_more = start + limit < len(models)
    return ModelPage(page, write_token(QUESTION, page[-1].id) if has_more else None)


def _after(models: Sequence[SimulationModel], last: object) -> int:
    for index, model in enumerate(models):
        if model.id == last:
            return index + 1
    raise foreign_token()
