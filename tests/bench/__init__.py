"""The measurements: what our answers cost beside a lean view over the same rows, in one run, as ratios.

`make bench` runs it (see `docs/performance.md`). Nothing here is collected by pytest.
"""
