"""Files made of figures of alerts and requests."""
