"""All bindings of one asset at one revision: an immutable document named by its digest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from twin.binding.binding import Binding
from twin.binding.errors import BindingInvalid, BindingUnknown

MAXIMUM_BINDINGS = 20_000


@dataclass(frozen=True)
class BindingSet:
    """The bindings for one version of the asset; `revision` counts changes, 0 before the first."""

    revision: int
    version: int
    bindings: tuple[Binding, ...]

    @cached_property
    def by_id(self) -> dict[str, Binding]:
        """Index the bindings by id."""
        return {binding.binding_id: binding for binding in self.bindings}

    @cached_property
    def content(self) -> bytes:
        """Return the document: the same bindings are the same bytes."""
        rows = [binding.to_dict() for binding in self.bindings]
        value = {"version": self.version, "bindings": rows}
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()

    @cached_property
    def sha256(self) -> str:
        """Return the digest of the document."""
        return hashlib.sha256(self.content).hexdigest()

    @classmethod
    def parse(cls, content: bytes, *, revision: int) -> BindingSet:
        """Read a document."""
        value: Mapping[str, Any] = json.loads(content)
        return cls(revision, value["version"], tuple(map(Binding.from_dict, value["bindings"])))

    def binding(self, binding_id: str) -> Binding:
        """Return one binding.

        Raises:
            BindingUnknown: there is none of this id.
        """
        if binding_id not in self.by_id:
            raise BindingUnknown("the asset has no such binding", found=ascii(binding_id)[:80])
        return self.by_id[binding_id]

    def following(self, bindings: Iterable[Binding], *, version: int | None = None) -> BindingSet:
        """Return the next revision, in the order of the ids.

        Raises:
            BindingInvalid: there are too many bindings.
        """
        kept = tuple(sorted(bindings, key=lambda binding: binding.binding_id))
        if len(kept) > MAXIMUM_BINDINGS:
            raise BindingInvalid(
                "the asset has too many bindings",
                found=str(len(kept)),
                expected=f"at most {MAXIMUM_BINDINGS}",
            )
        return BindingSet(self.revision + 1, self.version if version is None else version, kept)

    def with_binding(self, binding: Binding) -> BindingSet:
        """Return the next revision with a binding added or replaced."""
        return self.following({**self.by_id, binding.binding_id: binding}.values())

    def without(self, binding_id: str) -> BindingSet:
        """Return the next revision without a binding."""
        self.binding(binding_id)
        return self.following(one for one in self.bindings if one.binding_id != binding_id)

    def at(self, revision: int) -> BindingSet:
        """Return the same bindings under another revision."""
        return replace(self, revision=revision)
