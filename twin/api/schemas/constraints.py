"""What a type cannot say of a JSON value, written beside it: `Annotated[str, Text(...)]`.

The functions check bodies themselves, with an error of their own; the document says what they take.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True)
class Text:
    """A text; `pattern` is of the whole text, in the syntax that Python and ECMA 262 share."""

    minimum_length: int = 0
    maximum_length: int | None = None
    pattern: str = ""
    format: str = ""

    def schema(self) -> Json:
        """Return the keywords of JSON Schema."""
        return _given(
            minLength=self.minimum_length or None,
            maxLength=self.maximum_length,
            pattern=f"^(?:{self.pattern})$" if self.pattern else None,
            format=self.format or None,
        )


@dataclass(frozen=True)
class Number:
    """A number between bounds that it may reach."""

    minimum: float | None = None
    maximum: float | None = None

    def schema(self) -> Json:
        """Return the keywords of JSON Schema."""
        return _given(minimum=self.minimum, maximum=self.maximum)


@dataclass(frozen=True)
class Items:
    """A list, or an object whose names are free, of a number of items."""

    minimum: int = 0
    maximum: int | None = None
    unique: bool = False

    def schema(self, kind: str) -> Json:
        """Return the keywords of JSON Schema for an `array` or an `object`."""
        noun = "Properties" if kind == "object" else "Items"
        return _given(
            **{
                f"min{noun}": self.minimum or None,
                f"max{noun}": self.maximum,
                "uniqueItems": True if self.unique and kind == "array" else None,
            }
        )


def _given(**keywords: object) -> Json:
    return {name: value for name, value in keywords.items() if value is not None}
