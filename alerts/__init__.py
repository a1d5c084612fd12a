"""WHAT TO WATCH AND TELL: alerts, messages, watchlists."""
