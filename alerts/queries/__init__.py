"""Reads of alerts that cross stems."""
