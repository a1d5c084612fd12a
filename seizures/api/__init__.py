"""REST resources of seizures."""
