"""Pickling moto's backends: what plain pickle cannot do is named here, type by type."""

from __future__ import annotations

import _thread
import copyreg
import importlib
import io
import marshal
import pickle
import threading
import types
import weakref
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

from cryptography.hazmat.bindings._rust import openssl
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from moto.core.base_backend import BackendDict, BaseBackend

Reduction = tuple[Any, ...]


def backend_key(backend: type[BaseBackend]) -> str:
    """Return the name under which a kind of backend is kept."""
    return f"{backend.__module__}.{backend.__qualname__}"


def backend_dict(key: str) -> BackendDict[Any]:
    """Return the dictionary of all backends of a kind."""
    module_name, _, class_name = key.rpartition(".")
    module = importlib.import_module(module_name)
    kind = getattr(module, class_name)
    for value in vars(module).values():
        if isinstance(value, BackendDict) and value.backend is kind:
            return value
    raise LookupError(f"{module_name} has no backends of {class_name}")


def dump(state: object) -> bytes:
    """Pickle the state of one backend.

    Types without an entry go through the C pickler alone, which runs no Python code: other threads
    cannot change what is being written.
    """
    buffer = io.BytesIO()
    pickler = pickle.Pickler(buffer, protocol=5)
    pickler.dispatch_table = _dispatch_table()
    pickler.dump(state)
    return buffer.getvalue()


def load(body: bytes) -> Any:  # noqa: ANN401 - the state of any backend
    """Read what `dump` wrote."""
    return pickle.loads(body)


def _dispatch_table() -> dict[type, Callable[[Any], Any]]:
    table: dict[type, Callable[[Any], Any]] = {**copyreg.dispatch_table}
    for instances in list(BackendDict._instances):  # type: ignore[misc]
        table[instances.backend] = _reduce_backend
        table[type(instances)] = _reduce_backend_dict
    table[_thread.LockType] = lambda _: (threading.Lock, ())
    table[_thread.RLock] = lambda _: (threading.RLock, ())
    table[threading.Thread] = lambda _: (threading.Thread, ())
    table[threading.Timer] = lambda _: (threading.Thread, ())
    table[defaultdict] = _reduce_defaultdict
    for subclass in _subclasses(defaultdict):
        table[subclass] = _reduce_defaultdict_subclass
    table[weakref.WeakValueDictionary] = lambda weak: (weakref.WeakValueDictionary, (dict(weak),))
    for kind in (openssl.rsa.RSAPrivateKey, openssl.ec.ECPrivateKey):
        table[kind] = _reduce_private_key
    table[types.ModuleType] = lambda module: (importlib.import_module, (module.__name__,))
    return table


def _reduce_private_key(key: PrivateKeyTypes) -> Reduction:
    encoded = key.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return private_key, (encoded,)


def private_key(encoded: bytes) -> PrivateKeyTypes:
    """Read a private key from PKCS #8 DER."""
    return serialization.load_der_private_key(encoded, None)


def _reduce_backend(backend: BaseBackend) -> Reduction:
    return find_backend, (backend_key(type(backend)), backend.account_id, backend.region_name)


def _reduce_backend_dict(instances: BackendDict[Any]) -> Reduction:
    return backend_dict, (backend_key(instances.backend),)


def find_backend(key: str, account: str, region: str) -> BaseBackend:
    """Return a backend that another one refers to."""
    backend: BaseBackend = backend_dict(key)[account][region]
    return backend


def _subclasses(kind: type) -> Iterator[type]:
    subclasses: list[type] = kind.__subclasses__()
    for subclass in subclasses:
        yield subclass
        yield from _subclasses(subclass)


def _reduce_defaultdict(value: defaultdict[Any, Any]) -> Reduction:
    return default_dict_of, (defaultdict, *_factory(value)), None, None, _items(value)


def _reduce_defaultdict_subclass(value: defaultdict[Any, Any]) -> Reduction:
    """Keep a subclass whole: its constructor may take other arguments than defaultdict's."""
    return default_dict_of, (type(value), *_factory(value)), vars(value), None, _items(value)


def _items(value: defaultdict[Any, Any]) -> Iterator[tuple[Any, Any]]:
    return iter(list(value.items()))


def _factory(value: defaultdict[Any, Any]) -> tuple[Any, Any]:
    """Return the factory, and its code when it has no name to be found by, such as a lambda."""
    factory: Any = value.default_factory
    if isinstance(factory, types.FunctionType) and "<" in factory.__qualname__:
        return (factory.__module__, factory.__name__), marshal.dumps(factory.__code__)
    return factory, None


def default_dict_of(
    kind: type[defaultdict[Any, Any]],
    factory: Any,  # noqa: ANN401 - a function, or where to find it
    code: bytes | None,
) -> defaultdict[Any, Any]:
    """Return an empty defaultdict, its factory from code if there is some."""
    if code is not None:
        module, name = factory
        namespace = vars(importlib.import_module(module))
        factory = types.FunctionType(marshal.loads(code), namespace, name)
    made = kind.__new__(kind)
    defaultdict.__init__(made, factory)
    return made
