"""Names for what has no static type here: values of JSON, and objects of moto's untyped parts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

Json = Any
"""Any value that JSON can hold: its shape belongs to the user."""

Foreign = Any
"""An object or argument of moto, botocore or WSGI that has no useful static type."""

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
WsgiApplication = Callable[[Environ, StartResponse], Iterable[bytes]]
