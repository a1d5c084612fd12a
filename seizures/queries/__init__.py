"""Reads of seizures that cross stems."""
