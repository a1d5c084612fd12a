"""Deliveries under fire: nothing is lost and nothing is told twice as something new, whatever is killed when."""
