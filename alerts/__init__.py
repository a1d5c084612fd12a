"""WHAT TO WATCH AND TELL: alerts and what comes back on them.

An alert is told by one unit to others, for a time. It carries all it tells; what it is about (a seizure) is a link for
those alone who see that too. An addressee is a unit, an agency, a corridor or a sub-region as it was chosen; a delivery
is one alert for one person on one channel; an answer is what an addressed unit did about it. Neighbours: `seizures`
below, which knows nothing of alerts; `aircop.home` above, which shows on the first page what came in.
"""
