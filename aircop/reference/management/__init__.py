"""Management commands of the code lists."""
