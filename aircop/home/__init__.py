"""The first page of the day: what waits, what came back; and the gallery of components."""
