"""The colour and shape that go with the words of a workflow. A word, a shape and a colour say the same together."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Look:
    """A tone (neutral, info, good, warn, bad) and the icon that tells it apart without colour."""

    tone: str
    icon: str


PLAIN = Look("neutral", "circle")

STATUS_LOOKS: dict[str, Look] = {
    "draft": Look("neutral", "circle-dashed"),
    "submitted": Look("info", "circle-half-2"),
    "in_review": Look("info", "circle-half-2"),
    "pending": Look("info", "hourglass"),
    "verified": Look("good", "circle-check"),
    "published": Look("good", "circle-check"),
    "accepted": Look("good", "circle-check"),
    "active": Look("good", "circle-check"),
    "open": Look("info", "circle-dot"),
    "locked": Look("neutral", "lock"),
    "closed": Look("neutral", "lock"),
    "ended": Look("neutral", "circle-x"),
    "expired": Look("neutral", "hourglass"),
    "rejected": Look("bad", "circle-x"),
    "declined": Look("bad", "circle-x"),
    "revoked": Look("bad", "link-off"),
    "recalled": Look("bad", "ban"),
    "duplicate": Look("warn", "copy"),
}

# Handling codes are conditions, not a ladder: each has its own sign, none its own colour.
HANDLING_ICONS = {"H0": "circle", "H1": "gavel", "H2": "share-off", "H3": "message-exclamation"}


def look_of(code: object) -> Look:
    """Return the look of a workflow word; unknown words are plain."""
    return STATUS_LOOKS.get(str(code), PLAIN)
