"""Why a model cannot be run, each under a code of its own.

ModelBroken
├── ModelKindUnknown         no kind of model knows the artefact
├── ModelKindMismatch        the artefact is of another kind than is stated
├── ManifestInvalid          the manifest is wrong
├── SamplesInvalid           tables of samples make no model
├── ArtefactUnsafe           the archive must not be unpacked
├── DescriptionInvalid       the artefact describes itself wrongly
├── ModelVersionUnsupported  it is of a version of its standard that is not run here
├── PlatformMissing          it has nothing for this platform
├── LibraryMissing           it needs a library that is not there
├── VariableUnknown          it has no such variable, or it may not be set
├── ValueOutOfRange          a value is outside of its variable's range
├── StepRefused              it does not take a step
├── StateNotFinite           a value became no number
├── RunDiverged              a value left every bound
├── RunTooLong               a run took too long
├── StateUnsupported         it cannot save and restore its state
├── LicenseUnavailable       the licence it needs is not to be had
└── ModelCrashed             it took its process down
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from twin.simulation.errors import ModelBroken


class ModelKindUnknown(ModelBroken):
    """No kind of model knows the artefact."""

    code = "MODEL_KIND_UNKNOWN"
    status = 400


class ModelKindMismatch(ModelBroken):
    """The artefact is of another kind than is stated."""

    code = "MODEL_KIND_MISMATCH"
    status = 400


class ManifestInvalid(ModelBroken):
    """The manifest is wrong."""

    code = "MODEL_MANIFEST_INVALID"
    status = 400


class SamplesInvalid(ModelBroken):
    """Tables of samples make no model: damaged, of other things than numbers, or not alike."""

    code = "MODEL_SAMPLES_INVALID"
    status = 400


class ArtefactUnsafe(ModelBroken):
    """The archive must not be unpacked: it leaves its folder, or it is a bomb."""

    code = "MODEL_ARTEFACT_UNSAFE"
    status = 400


class DescriptionInvalid(ModelBroken):
    """The artefact describes itself wrongly."""

    code = "MODEL_DESCRIPTION_INVALID"
    status = 400


class ModelVersionUnsupported(ModelBroken):
    """The artefact is of a version of its standard that is not run here."""

    code = "MODEL_VERSION_UNSUPPORTED"
    status = 400


class PlatformMissing(ModelBroken):
    """The artefact has nothing for this platform."""

    code = "MODEL_PLATFORM_MISSING"
    status = 400


class LibraryMissing(ModelBroken):
    """The artefact needs a library, or a function of one, that is not there."""

    code = "MODEL_LIBRARY_MISSING"
    status = 400


class VariableUnknown(ModelBroken):
    """The model has no such variable, or it may not be set."""

    code = "MODEL_VARIABLE_UNKNOWN"
    status = 400


class ValueOutOfRange(ModelBroken):
    """A value is outside of the range that the model declares for its variable."""

    code = "MODEL_VALUE_OUT_OF_RANGE"
    status = 400


class StepRefused(ModelBroken):
    """The model does not take a step."""

    code = "MODEL_STEP_REFUSED"


class StateNotFinite(ModelBroken):
    """A value of the model became no number."""

    code = "MODEL_STATE_NOT_FINITE"


class RunDiverged(ModelBroken):
    """A value of the model left every bound."""

    code = "MODEL_RUN_DIVERGED"


class RunTooLong(ModelBroken):
    """A run took longer than it may."""

    code = "MODEL_RUN_TOO_LONG"


class StateUnsupported(ModelBroken):
    """The model cannot save and restore its state."""

    code = "MODEL_STATE_UNSUPPORTED"
    status = 409


class LicenseUnavailable(ModelBroken):
    """The licence that the model needs is not to be had."""

    code = "MODEL_LICENCE_UNAVAILABLE"
    status = 503


class ModelCrashed(ModelBroken):
    """The model took its process down, or ran out of memory."""

    code = "MODEL_CRASHED"


def model_error_of(said: Mapping[str, str]) -> ModelBroken:
    """Return the error that another process wrote as `TwinError.to_dict` gives it."""
    kinds = {kind.code: kind for kind in _kinds(ModelBroken)}
    details = {name: said.get(name, "") for name in ("found", "expected", "where")}
    return kinds.get(said.get("code", ""), ModelBroken)(said["message"], **details)


def _kinds(kind: type[ModelBroken]) -> Iterator[type[ModelBroken]]:
    yield kind
    for below in kind.__subclasses__():
        yield from _kinds(below)
