"""The source of a package as symbols: modules, classes and functions by their dotted names."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

from twin_constructs.import_closure import SourceFile, import_closure

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, eq=False)
class Module:
    """One module; `imports` maps its local names to dotted ones."""

    name: str
    tree: ast.Module
    imports: dict[str, str]


@dataclass(frozen=True, eq=False)
class Function:
    """One function or method."""

    name: str
    module: Module
    node: FunctionNode
    owner: Class | None = None


@dataclass(frozen=True, eq=False)
class Class:
    """One class with its methods and the annotations and assignments of its attributes."""

    name: str
    module: Module
    node: ast.ClassDef
    methods: dict[str, Function] = field(default_factory=dict)

    @cached_property
    def annotations(self) -> dict[str, ast.expr]:
        """Return the annotations of the class body: dataclass fields, mostly."""
        return {
            statement.target.id: statement.annotation
            for statement in self.node.body
            if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name)
        }


class Source:
    """All modules that a package may import, parsed."""

    def __init__(self, package: str, roots: Sequence[Path]) -> None:
        self.modules: dict[str, Module] = {}
        self.functions: dict[str, Function] = {}
        self.classes: dict[str, Class] = {}
        self._bases: dict[str, tuple[Class, ...]] = {}
        for file in import_closure(package, tuple(roots)):
            if file.path.suffix == ".py":
                self._add(_module(file))

    def resolve(self, module: Module, dotted: str) -> str:
        """Return the full dotted name of a name in a module, through its imports."""
        first, _, rest = dotted.partition(".")
        local = f"{module.name}.{first}"
        known = local in self.functions or local in self.classes
        base = local if known else module.imports.get(first, first)
        return f"{base}.{rest}" if rest else base

    def bases(self, cls: Class) -> tuple[Class, ...]:
        """Return a class and those it derives from."""
        if cls.name not in self._bases:
            names = (self.resolve(cls.module, ast.unparse(base)) for base in cls.node.bases)
            direct = [self.classes[name] for name in names if name in self.classes]
            above = (each for base in direct for each in self.bases(base))
            self._bases[cls.name] = (cls, *above)
        return self._bases[cls.name]

    def _add(self, module: Module) -> None:
        self.modules[module.name] = module
        for node in module.tree.body:
            name = f"{module.name}.{getattr(node, 'name', '')}"
            if isinstance(node, FunctionNode):
                self.functions[name] = Function(name, module, node)
            elif isinstance(node, ast.ClassDef):
                self.classes[name] = _class(name, module, node)


@cache
def nodes_of(function: FunctionNode) -> tuple[ast.AST, ...]:
    """Return all nodes of a function, which many packages have."""
    return tuple(ast.walk(function))


def _class(name: str, module: Module, node: ast.ClassDef) -> Class:
    found = Class(name, module, node)
    for item in node.body:
        if isinstance(item, FunctionNode):
            found.methods[item.name] = Function(f"{name}.{item.name}", module, item, found)
    return found


@cache
def _module(file: SourceFile) -> Module:
    """Read a module once a process: packages have most of theirs in common."""
    tree = ast.parse(file.path.read_text(encoding="utf-8"), filename=str(file.path))
    parts = file.target.with_suffix("").parts
    is_package = parts[-1] == "__init__"
    names = parts[:-1] if is_package else parts
    package = names if is_package else names[:-1]
    return Module(".".join(names), tree, dict(_imports(tree, package)))


def _imports(tree: ast.Module, package: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                name = alias.name if alias.asname else alias.name.partition(".")[0]
                yield alias.asname or name, name
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            base = ".".join([*above, *([node.module] if node.module else [])])
            for alias in node.names:
                yield alias.asname or alias.name, f"{base}.{alias.name}"
