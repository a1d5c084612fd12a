"""REST resources of the organisation."""
