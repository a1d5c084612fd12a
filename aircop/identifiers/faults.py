"""What is wrong with an identifier, and at which character."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

# What people and readers of print take for one another: letter and digit of the same shape.
LOOKS_LIKE: Mapping[str, str] = {
    "O": "0", "Q": "0", "D": "0", "I": "1", "L": "1", "Z": "2", "S": "5", "G": "6", "B": "8",
}  # fmt: skip
AS_LETTER: Mapping[str, str] = {"0": "O", "1": "I", "2": "Z", "5": "S", "6": "G", "8": "B"}
DIGITS = frozenset("0123456789")
LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
SEPARATORS = str.maketrans("", "", " \t\r\n\u00a0\u202f-\u2010\u2011\u2013/")
LONGEST = 1000  # characters that anything here looks at


@dataclass(frozen=True, slots=True)
class Suspect:
    """One character that may have been misread: where it stands, and what it may have been."""

    position: int
    meant: str


class Fault(ValueError):
    """Why a text is not the identifier it was taken for.

    `key` names the reason. `text` is the text as it was looked at, `position` the character that is at fault in it
    (from 0) or None where the whole is. `suspects` are single misreadings that would make it right, likely ones
    first. `width` is the length of a line where the text has several. The text is no part of the exception's own
    words, so that it lands in no log.
    """

    def __init__(
        self,
        key: str,
        *,
        text: str = "",
        position: int | None = None,
        suspects: Iterable[Suspect] = (),
        width: int = 0,
    ) -> None:
        super().__init__(key)
        self.key, self.text, self.position, self.width = key, text, position, width
        self.suspects = tuple(suspects)


def compact(text: str) -> str:
    """Return a text in capitals without blanks and dashes, cut at what any identifier could need."""
    return text[:LONGEST].upper().translate(SEPARATORS)


def require_length(text: str, length: int) -> None:
    """Refuse what is shorter or longer; the fault points to the first character too many."""
    if not text:
        raise Fault("empty")
    if len(text) < length:
        raise Fault("short", text=text)
    if len(text) > length:
        raise Fault("long", text=text, position=length)


def require_kinds(text: str, kinds: str) -> None:
    """Refuse a character that is not of its kind: `9` a digit, `A` a letter, `X` either; point to it."""
    for position, (char, kind) in enumerate(zip(text, kinds, strict=False)):
        if kind == "9" and char not in DIGITS:
            raise Fault("digit", text=text, position=position, suspects=_meant(position, char, LOOKS_LIKE))
        if kind == "A" and char not in LETTERS:
            raise Fault("letter", text=text, position=position, suspects=_meant(position, char, AS_LETTER))
        if kind == "X" and char not in DIGITS and char not in LETTERS:
            raise Fault("character", text=text, position=position)


def _meant(position: int, char: str, table: Mapping[str, str]) -> Iterable[Suspect]:
    return [Suspect(position, table[char])] if char in table else []


def swaps(text: str, start: int, end: int) -> Iterable[tuple[int, str]]:
    """Return each text with two neighbours swapped, with the place of the first: the commonest slip of typing."""
    for place in range(start, end - 1):
        if text[place] != text[place + 1]:
            yield place, f"{text[:place]}{text[place + 1]}{text[place]}{text[place + 2 :]}"
