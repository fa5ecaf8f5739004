"""One parameter of an operation: what the document says of it, and how a request's text is read."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Any, Literal

Json = dict[str, Any]
Kind = Literal["string", "integer", "number", "boolean"]

WHOLE_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})", re.ASCII)
NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,29})(?:\.[0-9]{1,30})?(?:[eE][+-]?[0-9]{1,3})?", re.ASCII)
FLAGS = {"true": True, "false": False}


@dataclass(frozen=True)
class Parameter:
    """A parameter in the query, the path or the headers.

    Bounds belong to numbers, `choices`, `pattern` (a whole text, in the syntax that Python and
    ECMA 262 share), `maximum_length` and `format` to texts. A `repeated` one may be given more than
    once, up to `most` times. `default` is what its absence means.
    """

    description: str
    kind: Kind = "string"
    minimum: float | None = None
    maximum: float | None = None
    choices: tuple[str, ...] = ()
    pattern: str = ""
    minimum_length: int = 0
    maximum_length: int | None = None
    format: str = ""
    default: str | float | bool | None = None
    required: bool = False
    repeated: bool = False
    most: int | None = None
    example: str | float | None = None

    @property
    def schema(self) -> Json:
        """Return the JSON Schema of its value."""
        one = self._item()
        if not self.repeated:
            return one
        most = {} if self.most is None else {"maxItems": self.most}
        return {"type": "array", "items": one, "minItems": 1, **most}

    @property
    def expected(self) -> str:
        """Return in words what a value may be."""
        if self.choices:
            return ", ".join(self.choices)
        if self.kind == "boolean":
            return "true or false"
        if self.kind in ("integer", "number"):
            noun = "a whole number" if self.kind == "integer" else "a number"
            return f"{noun} {self._range()}".rstrip()
        if self.pattern:
            return self.description
        return f"a text of {self.minimum_length} to {self.maximum_length} characters"

    def accepts(self, text: str) -> bool:
        """Tell whether a text is one of its values."""
        if self.kind == "boolean":
            return text in FLAGS
        if self.kind != "string":
            return self._accepts_number(text)
        if self.choices:
            return text in self.choices
        if self.pattern and not re.fullmatch(self.pattern, text):
            return False
        longest = math.inf if self.maximum_length is None else self.maximum_length
        return self.minimum_length <= len(text) <= longest

    def _accepts_number(self, text: str) -> bool:
        if not (WHOLE_NUMBER if self.kind == "integer" else NUMBER).fullmatch(text):
            return False
        low = -math.inf if self.minimum is None else self.minimum
        high = math.inf if self.maximum is None else self.maximum
        return low <= float(text) <= high

    def _range(self) -> str:
        low = "" if self.minimum is None else f"from {_number(self.minimum)}"
        high = "" if self.maximum is None else f"to {_number(self.maximum)}"
        return f"{low} {high}".strip()

    def _item(self) -> Json:
        found: Json = {"type": self.kind}
        rules = {
            "enum": list(self.choices),
            "pattern": f"^(?:{self.pattern})$" if self.pattern else "",
            "format": self.format,
            "minLength": self.minimum_length or None,
            "maxLength": self.maximum_length,
            "minimum": _number(self.minimum),
            "maximum": _number(self.maximum),
            "default": self.default,
        }
        return {**found, **{name: value for name, value in rules.items() if value or value == 0}}


def _number(value: float | None) -> float | int | None:
    """Return a whole number as such: documents and messages say 200, not 200.0."""
    return int(value) if value is not None and value == int(value) else value
