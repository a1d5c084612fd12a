"""Stored files: what people add to records from a camera or a folder.

An **upload** is a file on its way: it belongs to its sender alone, comes in pieces, goes on after an interruption, and
ends after a week. A **stored file** is one that was filed with a record: its kind read from its first bytes, never from
its name; the original kept as evidence and given out only as a download; what pages show is a picture drawn anew from
it, without its metadata. Nothing here has an address of its own: domains reach a file through the record it is filed
with, and file it through `aircop.files.services.filing`.
"""
