"""The little Markdown that the generated pages need."""

from collections.abc import Iterable, Sequence

MARK = "<!-- Written by `manage.py docs`: change the code it describes, then run `make docs`. -->"


def cell(value: object) -> str:
    """Return a text as it may stand in a cell of a table."""
    return " ".join(str(value).split()).replace("|", "\\|")


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell(value) for value in line) + " |" for line in lines)


def document(title: str, *parts: str) -> str:
    """Return a page: the title, the mark of generated pages, the parts."""
    return "\n\n".join([f"# {title}", MARK, *parts]) + "\n"


def summary(described: object) -> str:
    """Return the first paragraph of a docstring in one line."""
    return " ".join((described.__doc__ or "").strip().split("\n\n")[0].split())


def words(described: object) -> str:
    """Return a whole docstring, its paragraphs kept."""
    paragraphs = (described.__doc__ or "").strip().split("\n\n")
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)
