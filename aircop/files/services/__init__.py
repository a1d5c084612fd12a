"""Receiving files and filing them.

What is on its way is its sender's alone and nobody's business yet: it is guarded, but neither audited nor announced.
The act of a domain that files it with a record does both.
"""
