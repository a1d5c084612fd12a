"""Cells of a spreadsheet that hold what somebody typed."""

RUN = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20"  # with their full-width forms, which some programs take for the same


def plain_cell(text: str) -> str:
    """Return a text that no spreadsheet runs as a formula: what begins like one gets an apostrophe in front."""
    return f"'{text}" if text and (text[0] in RUN or text.lstrip()[:1] in tuple(RUN)) else text
