"""Carry bindings over to a new version of their asset, or ask a person.

Sure matches go by themselves, with score and reasons; doubtful and lost ones wait for a decision
with candidates. Nothing is dropped: carried + queued is the number of bindings. A binding that
waits already is searched again from the part that it was bound to last, so that going back to an
older version finds its part again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from twin.binding.binding import Binding, Carried, Cause, PartRecord, PartTarget, Review
from twin.binding.binding_set import BindingSet
from twin.catalogue.version import FileEntry
from twin.spatial.parts.match import Candidate, Matching
from twin.spatial.parts.matching import match_parts
from twin.spatial.parts.part import PartTree

Trees = Callable[[str, int], PartTree | None]
"""The parts of a version of a file, None where it has none."""


@dataclass(frozen=True)
class Rebinding:
    """The next revision of the bindings, and how many went by themselves and how many wait."""

    bindings: BindingSet
    carried: int
    queued: tuple[str, ...]


@dataclass(frozen=True)
class NewVersion:
    """A version of the asset with its files by path, and who may read their parts."""

    number: int
    files: Mapping[str, FileEntry]
    trees: Trees

    def file_of(self, old: FileEntry | None, path: str) -> FileEntry | None:
        """Return what became of a file: by its path, or by its bytes under another path."""
        if path in self.files or old is None:
            return self.files.get(path)
        same = [file for file in self.files.values() if file.sha256 == old.sha256]
        return same[0] if len(same) == 1 else None


def rebind(
    current: BindingSet, new: NewVersion, old_files: Callable[[str, int], FileEntry | None]
) -> Rebinding:
    """Return the bindings for a new version; `old_files` finds versions of files by number."""
    pairs = _Pairs(new, old_files, {})
    bound = [_rebound(binding, pairs) for binding in current.bindings]
    queued = tuple(binding.binding_id for binding in bound if binding.state == "review")
    following = current.following(bound, version=new.number)
    return Rebinding(following, len(bound) - len(queued), queued)


@dataclass(frozen=True)
class _Pairs:
    new: NewVersion
    old_files: Callable[[str, int], FileEntry | None]
    known: dict[tuple[str, int], tuple[FileEntry | None, Matching | None]]

    def of(self, target: PartTarget) -> tuple[FileEntry | None, Matching | None]:
        """Return the file that a target's became, and how their parts match; once per file."""
        key = (target.path, target.file_version)
        if key not in self.known:
            self.known[key] = self._match(*key)
        return self.known[key]

    def _match(self, path: str, number: int) -> tuple[FileEntry | None, Matching | None]:
        file = self.new.file_of(self.old_files(path, number), path)
        if file is None or (file.path, file.number) == (path, number):
            return file, None
        old, fresh = self.new.trees(path, number), self.new.trees(file.path, file.number)
        if old is None or fresh is None or not (old.parts and fresh.parts):
            return file, None
        return file, match_parts(old, fresh)


def _rebound(binding: Binding, pairs: _Pairs) -> Binding:
    target = binding.target
    if target is None:
        return binding
    file, matching = pairs.of(target)
    if file is not None and (file.path, file.number) == (target.path, target.file_version):
        return replace(binding, state="bound", review=None)
    if file is None or matching is None:
        return _waiting(binding, pairs.new, file, "no_parts" if file else "file_gone", ())
    match = matching.by_old.get(target.node_id)
    if match is None:
        lost = matching.lost.get(target.node_id, ())
        return _waiting(binding, pairs.new, file, "lost", lost)
    if not match.is_confident:
        best = match.candidates or (Candidate(match.new, match.score, match.reasons),)
        return _waiting(binding, pairs.new, file, "doubtful", best)
    tree = pairs.new.trees(file.path, file.number)
    assert tree is not None, "a matching has two trees"
    carried = Carried(target.node_id, target.file_version, match.score, match.reasons)
    return bound_to(binding, file, tree, match.new, carried=carried)


def bound_to(
    binding: Binding,
    file: FileEntry,
    tree: PartTree,
    node_id: str,
    *,
    carried: Carried | None,
) -> Binding:
    """Return a binding at a part of a version of a file."""
    record = PartRecord.of(tree.by_id[node_id])
    target = PartTarget(file.path, file.number, node_id, record)
    return replace(binding, target=target, state="bound", review=None, carried=carried)


def _waiting(
    binding: Binding,
    new: NewVersion,
    file: FileEntry | None,
    cause: Cause,
    candidates: tuple[Candidate, ...],
) -> Binding:
    assert binding.target is not None, "only a part is searched"
    review = Review(
        to_version=new.number,
        to_file_version=file.number if file else None,
        to_path=file.path if file else binding.target.path,
        cause=cause,
        candidates=candidates,
    )
    return replace(binding, state="review", review=review)
