"""Reads of the code lists: choices, labels, finding, checking. All from memory, in the reader's language."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from aircop import errors
from aircop.reference.queries.snapshot import (
    FALLBACK,
    Entry,
    Haystack,
    Schedule,
    Vocabulary,
    best_label,
    current,
    reader_language,
    today,
)
from aircop.reference.words import fold, words

type Choice = tuple[str, str]

LONGEST = 80
"""Letters of a search text that are looked at."""


def list_names() -> list[str]:
    """Return the names of all lists."""
    return list(current().vocabularies)


def list_title(code_list: str, language: str | None = None) -> str:
    """Return what people call a list."""
    return best_label(_vocabulary(code_list).titles, reader_language(language), code_list)


def edition() -> str:
    """Return the stamp of the lists as they stand: another one after every change."""
    return str(current().stamp or "")


def entries(code_list: str) -> Sequence[Entry]:
    """Return every entry of a list, ended ones and headings too, in its order."""
    return _vocabulary(code_list).entries


def entry(code_list: str, code: str, on: date | None = None) -> Entry | None:
    """Return the entry of a code on a day (default: today), or None."""
    day = on or today()
    return next((found for found in _vocabulary(code_list).by_code.get(code, ()) if found.counts_on(day)), None)


def codes(
    code_list: str, language: str | None = None, on: date | None = None, agency: UUID | None = None
) -> list[Choice]:
    """Return (code, label) of what may be picked on a day: shared codes, and those that the agency added for itself."""
    spoken = reader_language(language)
    return [(found.code, found.label(spoken)) for found in _pickable(code_list, on, agency)]


def grouped(
    code_list: str, language: str | None = None, on: date | None = None, agency: UUID | None = None
) -> list[Choice | tuple[str, list[Choice]]]:
    """Return choices as Django's selects take them, headings as groups; codes without a heading stand alone."""
    spoken = reader_language(language)
    headings = {found.code: found for found in _vocabulary(code_list).entries if not found.selectable}
    groups: dict[str, list[Choice]] = {}
    rows: list[Choice | tuple[str, list[Choice]]] = []
    for found in _pickable(code_list, on, agency):
        choice = (found.code, found.label(spoken))
        if found.parent not in headings:
            rows.append(choice)
        elif found.parent in groups:
            groups[found.parent].append(choice)
        else:
            groups[found.parent] = [choice]
            rows.append((headings[found.parent].label(spoken), groups[found.parent]))
    return rows


def label(code_list: str, code: str, language: str | None = None) -> str:
    """Return the label of a code, ended or not; the code itself where the list does not know it."""
    return labels(code_list, language).get(code, code)


def labels(code_list: str, language: str | None = None) -> Mapping[str, str]:
    """Return code -> label for all codes ever, for pages and exports of many rows."""
    return _vocabulary(code_list).labels(reader_language(language))


def find(
    code_list: str,
    text: str,
    language: str | None = None,
    *,
    limit: int = 10,
    on: date | None = None,
    agency: UUID | None = None,
) -> list[Entry]:
    """Return what may be meant by a text, best first: the code, an alias, beginnings of words in any language."""
    wanted, tokens = fold(text[:LONGEST]), words(text[:LONGEST])
    if not tokens:
        return []
    spoken = reader_language(language).partition("-")[0]
    pickable = {id(found) for found in _pickable(code_list, on, agency)}
    scored = [
        (score, position, haystack.entry)
        for position, haystack in enumerate(_vocabulary(code_list).haystacks)
        if id(haystack.entry) in pickable and (score := _score(haystack, wanted, tokens, spoken)) is not None
    ]
    return [found for _score_, _position, found in sorted(scored, key=lambda row: row[:2])[:limit]]


def require_code(
    code_list: str, code: str, on: date | None = None, field: str = "", agency: UUID | None = None
) -> Entry:
    """Return the entry of a code that may be picked on a day, or raise `Invalid` naming the field."""
    found = entry(code_list, code, on)
    if found is not None and found.selectable and found.owner_agency_id in {None, agency}:
        return found
    reason = _("“%(code)s” is not in the list “%(list)s”. Choose one that is.")
    raise errors.Invalid(
        reason % {"code": code[:40], "list": list_title(code_list)}, field=field or code_list, code="unknown_code"
    )


def substance_group(substance: str) -> str:
    """Return the drug group under which a substance is reported, or nothing."""
    return current().groups.get(substance, "")


def substances_of(group: str) -> list[str]:
    """Return the substances that are reported under a drug group or a group below it."""
    below = {group, *below_heading("drug_group", group)}
    return [substance for substance, own in current().groups.items() if own in below]


def below_heading(code_list: str, code: str) -> list[str]:
    """Return the codes that lie under a code of the same list."""
    return [found.code for found in _vocabulary(code_list).entries if found.parent == code]


def schedules(substance: str, on: date | None = None, country: str | None = None) -> tuple[str, ...]:
    """Return the schedules that control a substance on a day: international ones, and those of a country if named."""
    return tuple(row.schedule for row in controls(substance, on, country))


def controls(substance: str, on: date | None = None, country: str | None = None) -> list[Schedule]:
    """Return what controls a substance on a day, each row with its source: conventions, then the country's law."""
    day = on or today()
    rows = [row for row in current().schedules.get(substance, ()) if row.counts(day, country)]
    return sorted(rows, key=lambda row: (row.country is not None, row.schedule))


def _vocabulary(code_list: str) -> Vocabulary:
    known = current().vocabularies
    if code_list not in known:
        message = f"There is no code list {code_list!r}. Has load_reference run?"
        raise LookupError(message)
    return known[code_list]


def _pickable(code_list: str, on: date | None, agency: UUID | None) -> list[Entry]:
    day = on or today()
    return [
        found
        for found in _vocabulary(code_list).entries
        if found.selectable and found.counts_on(day) and found.owner_agency_id in {None, agency}
    ]


def _score(haystack: Haystack, wanted: str, tokens: tuple[str, ...], language: str) -> int | None:
    """Return how well a code fits: 0 is it, 1 begins so, then words of the label, of an alias, of another language."""
    own = haystack.label_words.get(language) or haystack.label_words.get(FALLBACK, ())
    in_label = _begins(tokens, own)
    tests = (
        haystack.code == wanted or wanted in haystack.aliases or own == tokens,
        haystack.code.startswith(wanted) or (in_label and own[0].startswith(tokens[0])),
        in_label,
        _begins(tokens, haystack.alias_words),
        any(_begins(tokens, other) for other in haystack.label_words.values()),
    )
    return next((score for score, passed in enumerate(tests) if passed), None)


def _begins(tokens: tuple[str, ...], known: tuple[str, ...]) -> bool:
    """Say whether every token is the beginning of a word."""
    return all(any(word.startswith(token) for word in known) for token in tokens)
