"""Pages of seizures."""
