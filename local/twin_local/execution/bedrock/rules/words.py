"""Words of a text, in the form in which they are compared."""

from __future__ import annotations

import re

WORD = re.compile(r"[a-z]+|[0-9]+")
CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
ENDINGS = ("ings", "ing", "ies", "es", "ed", "s")
SHORTEST_STEM = 3
STOP_WORDS_TEXT = """
a an and are at be by can could do does
for from get give has have how i in is it its list me my now of on or please s show tell
that the their them there this to us was what when where
which who will with would you your
"""
STOP_WORDS = frozenset(STOP_WORDS_TEXT.split())


def stems(text: str) -> set[str]:
    """Return the comparable words of a text, without those that say nothing."""
    spaced = CAMEL.sub(" ", text).replace("_", " ").lower()
    return {stem(word) for word in WORD.findall(spaced) if word not in STOP_WORDS}


def stem(word: str) -> str:
    """Return a word without its grammatical ending."""
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            return word.removesuffix(ending) + ("y" if ending == "ies" else "")
    return word
