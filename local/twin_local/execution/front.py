"""The front of moto's WSGI application: addresses that moto does not serve are answered here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from moto.moto_server.werkzeug_app import DomainDispatcherApplication

from twin_local.execution.patching import original, replace
from twin_local.execution.types import Environ, StartResponse, WsgiApplication

Select = Callable[[Environ], WsgiApplication | None]
"""Return the application that answers a request, or None to leave it to the next."""


def install(selects: Sequence[Select]) -> None:
    """Ask `selects` in turn before moto's own dispatch."""
    dispatch = original(DomainDispatcherApplication, "__call__")

    def call(
        application: DomainDispatcherApplication, environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        for select in selects:
            if (answer := select(environ)) is not None:
                return answer(environ, start_response)
        answered: Iterable[bytes] = dispatch(application, environ, start_response)
        return answered

    replace(DomainDispatcherApplication, "__call__", call)
