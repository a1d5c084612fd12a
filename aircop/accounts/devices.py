"""A device in words, from what its browser says of itself: enough to tell one's own telephone from a stranger's."""

import re

from django.utils.translation import gettext as _

# The first that fits counts: many browsers name the older ones they descend from.
BROWSERS = (
    ("Edge", r"\bEdg(e|A|iOS)?/"),
    ("Opera", r"\b(OPR|Opera)/"),
    ("Samsung Internet", r"\bSamsungBrowser/"),
    ("Firefox", r"\b(Firefox|FxiOS)/"),
    ("Chrome", r"\b(Chrome|CriOS|Chromium)/"),
    ("Safari", r"\bSafari/"),
)
SYSTEMS = (
    ("iPhone", r"\biPhone\b"),
    ("iPad", r"\biPad\b"),
    ("Android", r"\bAndroid\b"),
    ("Windows", r"\bWindows\b"),
    ("macOS", r"\bMac OS X\b"),
    ("ChromeOS", r"\bCrOS\b"),
    ("Linux", r"\bLinux\b"),
)


def device_words(agent: str) -> str:
    """Return `Firefox, Windows`; what cannot be told is left out, and nothing at all is an unknown device."""
    said = [next((name for name, pattern in known if re.search(pattern, agent)), "") for known in (BROWSERS, SYSTEMS)]
    return ", ".join(filter(None, said)) or _("Unknown device")
