"""HTML toolkit: frame, form fields, paging, template tags, request ids. Knows no domain.

Words: a *frame* is what stands around every page (top bar, rail, bottom bar); a *moment* is an instant with the
zone in which people lived it; a *quantity* is a number with its unit; a *look* is the colour and shape that go
with a word of a workflow.
"""
