"""Schema of code lists, airports and conversion factors."""
