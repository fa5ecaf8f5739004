"""Follow the calls from a package's entry point to the AWS clients."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from twin_constructs.permissions.actions import (
    MISSING_OBJECT_CODES,
    OF_VERSIONS,
    SIGNED_BY_HAND,
    TRANSACTION_PARTS,
    operation_actions,
    operations,
)
from twin_constructs.permissions.source import Class, Function, FunctionNode, Module, Source
from twin_constructs.permissions.types import Client, Types

INDIRECT = {"get_paginator": "operation_name", "generate_presigned_url": "ClientMethod"}
"""Client methods that name the operation in an argument."""

NEVER_EVALUATED = frozenset({"annotation", "returns", "type_comment", "type_params"})
"""Fields of nodes."""

SUBJECTLESS = frozenset({"exceptions", "meta", "close", "can_paginate"})
"""Members of clients that call nothing."""


class UnknownCall(Exception):
    """A call may be one of an AWS client, and the code does not say so: annotate its types."""


def called_actions(package: str, entry: str, *, roots: Sequence[Path]) -> frozenset[str]:
    """Return the IAM actions of all AWS calls that may be reached from `entry`.

    `entry` is a dotted function (`iot_route.handler.handler`) or module that is run.

    Raises:
        UnknownCall: a call cannot be attributed.
    """
    return _Walk(Source(package, roots)).actions(entry)


class _Walk:
    """Reachable functions, live classes and referenced attribute names, to a fixed point."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._types = Types(source)
        self._seen: dict[str, Function] = {}
        self._live: dict[str, Class] = {}
        self._names: set[str] = set()
        self._waiting: list[Function] = []

    def actions(self, entry: str) -> frozenset[str]:
        if entry in self._source.functions:
            self._reach(self._source.functions[entry])
        for module in self._source.modules.values():
            self._reach(_body(module))
        while self._waiting:
            self._visit(self._waiting.pop())
        found: set[str] = set()
        for function in self._seen.values():
            found |= set(self._calls(function))
        return frozenset(found)

    def _reach(self, function: Function | None) -> None:
        if function is not None and function.name not in self._seen:
            self._seen[function.name] = function
            self._waiting.append(function)

    def _visit(self, function: Function) -> None:
        for node in _executed(function.node):
            if isinstance(node, ast.Name | ast.Attribute):
                target = self._types.callee(node, function)
                if isinstance(target, Class):
                    self._make_live(target)
                elif target is not None:
                    self._reach(target)
                elif isinstance(node, ast.Attribute):
                    self._member(node, function)

    def _member(self, node: ast.Attribute, function: Function) -> None:
        owner = self._types.of(node.value, function)
        if isinstance(owner, Class) and not _is_protocol(owner):
            self._reach(self._types.method(owner, node.attr))
            for cls in self._live.values():  # overridden in a class that derives from it
                if owner in self._source.bases(cls):
                    self._reach(self._types.method(cls, node.attr))
        elif owner is None or isinstance(owner, Class):
            self._names.add(node.attr)
            for cls in self._live.values():
                self._reach(self._types.method(cls, node.attr))

    def _make_live(self, cls: Class) -> None:
        if cls.name in self._live:
            return
        self._live[cls.name] = cls
        for base in self._source.bases(cls):
            for name, method in base.methods.items():
                if name in self._names or name.startswith("__"):
                    self._reach(method)
        # A method called before on one of its bases may be overridden here.
        for function in list(self._seen.values()):
            if function.owner is not None and function.owner in self._source.bases(cls):
                self._reach(self._types.method(cls, function.node.name))

    def _calls(self, function: Function) -> Iterator[str]:
        for node in _executed(function.node):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                yield from self._call(node, node.func, function)
            elif isinstance(node, ast.Call) and ast.unparse(node.func) == "SigV4Auth":
                yield from SIGNED_BY_HAND[_text(node.args[1], function)]
            elif isinstance(node, ast.Call) and node.args:
                yield from self._part_of_transaction(node, function)

    def _part_of_transaction(self, call: ast.Call, function: Function) -> Iterator[str]:
        """Yield the action of a value that says first which part of a transaction it is.

        What such values are made in is followed, so that a function needs only the parts it makes.
        """
        part = call.args[0]
        if not isinstance(part, ast.Constant) or part.value not in TRANSACTION_PARTS:
            return
        if isinstance(self._types.callee(call.func, function), Class):
            yield TRANSACTION_PARTS[part.value]

    def _call(self, call: ast.Call, callee: ast.Attribute, function: Function) -> Iterator[str]:
        kind = self._types.of(callee.value, function)
        if isinstance(kind, Client):
            yield from _client_actions(kind.service, callee.attr, call, function)
        elif kind is None and self._types.callee(callee, function) is None:
            self._require_no_operation(callee, function)

    def _require_no_operation(self, callee: ast.Attribute, function: Function) -> None:
        for service in self._services():
            if callee.attr in operations(service) and not self._is_ours(callee.attr):
                raise UnknownCall(f"{function.name}: {ast.unparse(callee)} may be of {service}")

    def _is_ours(self, name: str) -> bool:
        return any(self._types.method(cls, name) for cls in self._live.values())

    def _services(self) -> set[str]:
        stubs = "mypy_boto3_"
        return {
            target.removeprefix(stubs).partition(".")[0].replace("_", "-")
            for module in self._source.modules.values()
            for target in module.imports.values()
            if target.startswith(stubs)
        }


def _client_actions(service: str, method: str, call: ast.Call, function: Function) -> Iterator[str]:
    if method in SUBJECTLESS:
        return
    if method in INDIRECT:
        method = _text(_argument(call, INDIRECT[method]), function)
    if (service, method) == ("dynamodb", "transact_write_items"):
        yield from _transaction(function)
        return
    versioned = any(keyword.arg == "VersionId" for keyword in call.keywords)
    for action in operation_actions(service, method):
        yield f"{action}Version" if versioned and action in OF_VERSIONS else action
    if method in ("get_object", "head_object", "download_file") and _asks_if_missing(function):
        yield "s3:ListBucket"


def _transaction(function: Function) -> Iterator[str]:
    """Yield the actions of the items that the module of a transaction writes."""
    for node in ast.walk(function.module.tree):
        if isinstance(node, ast.Dict):
            for key in node.keys:
                if isinstance(key, ast.Constant) and key.value in TRANSACTION_PARTS:
                    yield TRANSACTION_PARTS[key.value]


def _asks_if_missing(function: Function) -> bool:
    return any(_names_missing_object(node) for node in ast.walk(function.module.tree))


def _names_missing_object(node: ast.AST) -> bool:
    if isinstance(node, ast.Attribute):  # client.exceptions.NoSuchKey
        return node.attr in MISSING_OBJECT_CODES
    return isinstance(node, ast.Constant) and node.value in MISSING_OBJECT_CODES


def _argument(call: ast.Call, name: str) -> ast.expr:
    for keyword in call.keywords:
        if keyword.arg == name:
            return keyword.value
    return call.args[0]


def _text(expression: ast.expr, function: Function) -> str:
    if isinstance(expression, ast.Constant) and isinstance(expression.value, str):
        return expression.value
    raise UnknownCall(f"{function.name}: {ast.unparse(expression)} is no literal")


@cache
def _body(module: Module) -> Function:
    """Return what importing a module runs, as a function."""
    node = ast.FunctionDef(
        "<module>", ast.arguments([], [], None, [], [], None, []), module.tree.body, []
    )
    return Function(f"{module.name}.<module>", module, node)


@cache
def _executed(root: FunctionNode) -> tuple[ast.AST, ...]:
    """Return what running a function evaluates: no annotations, and of definitions the defaults."""
    definitions = root.name != "<module>"
    return tuple(
        node for child in _children(root) for node in _evaluated(child, definitions=definitions)
    )


def _evaluated(node: ast.AST, *, definitions: bool) -> Iterator[ast.AST]:
    """Yield a node and what it evaluates; bodies of functions only where `definitions`."""
    yield node
    if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
        return
    body = not definitions and isinstance(node, FunctionNode)
    for child in _children(node, but=("body",) if body else ()):
        yield from _evaluated(child, definitions=definitions)


def _children(node: ast.AST, but: Sequence[str] = ()) -> Iterator[ast.AST]:
    for name, value in ast.iter_fields(node):
        if name in NEVER_EVALUATED or name in but:
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield child


def _is_protocol(cls: Class) -> bool:
    return any(ast.unparse(base).endswith("Protocol") for base in cls.node.bases)
