"""The project: what all domains share, what wires them together, what spans them."""
