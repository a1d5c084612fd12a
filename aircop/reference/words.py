"""Words as they are compared: small letters, no accents, no punctuation."""

import re
import unicodedata

_SPLIT = re.compile(r"[^\w]+|_")
_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "\u0131": "i"})


def fold(text: str) -> str:
    """Return the text in small letters, without accents and without spaces at its ends."""
    small = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in small if not unicodedata.combining(letter)).translate(_LETTERS).strip()


def words(text: str) -> tuple[str, ...]:
    """Return the folded words of a text."""
    return tuple(word for word in _SPLIT.split(fold(text)) if word)


def search_text(*texts: str) -> str:
    """Return the distinct words of texts, each after a space, so that ` ab` finds the beginning of a word."""
    found = dict.fromkeys(word for text in texts for word in words(text))
    return "".join(f" {word}" for word in found)
