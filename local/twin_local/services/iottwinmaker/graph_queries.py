"""ExecuteQuery: the graph of a workspace is built when it has changed, and then only read."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from itertools import islice

from twin_local.services.documents import Json
from twin_local.services.iottwinmaker.entities import Entities
from twin_local.services.iottwinmaker.exceptions import QueryTimeoutException, ValidationException
from twin_local.services.iottwinmaker.graph_building import graph_of
from twin_local.services.iottwinmaker.operations import Operations
from twin_local.services.iottwinmaker.pricing import Pricing
from twin_local.services.iottwinmaker.query.errors import QueryError, TooMuchWork
from twin_local.services.iottwinmaker.query.evaluation import Prepared, Row, shown
from twin_local.services.iottwinmaker.query.graph import Graph
from twin_local.services.iottwinmaker.query.matching import Budget
from twin_local.services.iottwinmaker.registry import Registry

PAGE_DEFAULT = 50


class GraphQueries:
    """Runs queries."""

    def __init__(self, registry: Registry, entities: Entities, pricing: Pricing) -> None:
        self._registry, self._entities, self._pricing = registry, entities, pricing
        self._graphs: dict[str, tuple[int, Graph]] = {}

    def unlocked(self) -> Operations:
        """Return the operation, which takes its time without holding up others."""
        return {"ExecuteQuery": self.execute}

    def execute(self, request: Json) -> Json:
        """Return a page of the rows of a query."""
        self._registry.workspace(request["workspace_id"])
        self._pricing.require_queries()
        statement = request["query_statement"]
        limit = request.get("max_results") or PAGE_DEFAULT
        offset = _offset(request.get("next_token"), statement)
        try:
            prepared = Prepared(statement)
            graph = self.graph(request["workspace_id"])
            rows = list(islice(prepared.rows(graph, Budget()), offset, offset + limit + 1))
        except QueryError as error:
            raise ValidationException(f"the query is not valid: {error}") from error
        except TooMuchWork as error:
            raise QueryTimeoutException("the query takes too long; make it narrower") from error
        more = {"nextToken": _token(offset + limit, statement)} if len(rows) > limit else {}
        return {
            "columnDescriptions": [
                {"name": one.name, "type": one.kind} for one in prepared.columns
            ],
            "rows": [_row(one) for one in rows[:limit]],
            **more,
        }

    def graph(self, workspace: str) -> Graph:
        """Return the graph of a workspace as it is now."""
        with self._registry.lock:
            revision = self._registry.revision(workspace)
            known = self._graphs.get(workspace)
            if known is None or known[0] != revision:
                everything = self._registry.all("entity", workspace)
                graph = graph_of((one, self._entities.components(one)) for one in everything)
                known = self._graphs[workspace] = (revision, graph)
            return known[1]


def _row(row: Row) -> Json:
    return {"rowData": [shown(value) for value in row]}


def _digest(statement: str) -> str:
    return hashlib.sha256(statement.encode()).hexdigest()[:16]


def _token(offset: int, statement: str) -> str:
    return base64.urlsafe_b64encode(json.dumps([offset, _digest(statement)]).encode()).decode()


def _offset(token: str | None, statement: str) -> int:
    if not token:
        return 0
    try:
        offset, digest = json.loads(base64.urlsafe_b64decode(token))
    except (ValueError, TypeError, binascii.Error) as error:
        raise ValidationException("the token is not one that a page gave") from error
    if digest != _digest(statement):
        raise ValidationException("the token is of another query")
    return int(offset)
