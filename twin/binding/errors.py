"""Why a binding is refused.

BindingError
├── BindingInvalid          a field of a request is not valid
├── BindingUnknown          the asset has no binding of this id
├── BindingRevisionUnknown  there is no such revision of its bindings
├── BindingReadOnly         the binding is made by the site file
├── PartUnknown             the file has no part of this id
├── PartsMissing            the file has no parts: nothing converts it
├── SignalNotBindable       the site has no signal of this alias
├── EquipmentNotBindable    the site has no equipment of this id
├── VariableNotBindable     no simulation model has this variable
├── ReviewUnknown           the binding waits for no decision
└── BindingsConflict        somebody else changed the bindings at the same moment
"""

from __future__ import annotations

from typing import ClassVar

from twin.errors import TwinError


class BindingError(TwinError):
    """A binding is refused."""

    code: ClassVar[str] = "BINDING_ERROR"


class BindingInvalid(BindingError):
    """A field of a request is missing or of the wrong kind."""

    code: ClassVar[str] = "BINDING_INVALID"


class BindingUnknown(BindingError):
    """The asset has no binding of this id."""

    code: ClassVar[str] = "BINDING_UNKNOWN"
    status: ClassVar[int] = 404


class BindingRevisionUnknown(BindingError):
    """The bindings of the asset have no such revision, or none of this version."""

    code: ClassVar[str] = "BINDING_REVISION_UNKNOWN"
    status: ClassVar[int] = 404


class BindingReadOnly(BindingError):
    """The site file makes the binding: it is changed there."""

    code: ClassVar[str] = "BINDING_READ_ONLY"
    status: ClassVar[int] = 409


class PartUnknown(BindingError):
    """The file has no part of this id."""

    code: ClassVar[str] = "PART_UNKNOWN"
    status: ClassVar[int] = 422


class PartsMissing(BindingError):
    """The file has no assembly: it is of a format that nothing converts."""

    code: ClassVar[str] = "PARTS_MISSING"
    status: ClassVar[int] = 422


class SignalNotBindable(BindingError):
    """The site has no signal of this alias."""

    code: ClassVar[str] = "BINDING_SIGNAL_UNKNOWN"
    status: ClassVar[int] = 422


class EquipmentNotBindable(BindingError):
    """The equipment tree of the site has no asset of this id."""

    code: ClassVar[str] = "BINDING_EQUIPMENT_UNKNOWN"
    status: ClassVar[int] = 422


class VariableNotBindable(BindingError):
    """No simulation model of the site has this variable."""

    code: ClassVar[str] = "BINDING_VARIABLE_UNKNOWN"
    status: ClassVar[int] = 422


class ReviewUnknown(BindingError):
    """The binding waits for no decision."""

    code: ClassVar[str] = "REVIEW_UNKNOWN"
    status: ClassVar[int] = 404


class BindingsConflict(BindingError):
    """Somebody else changed the bindings of the asset at the same moment."""

    code: ClassVar[str] = "BINDINGS_CONFLICT"
    status: ClassVar[int] = 409
