"""Files made of seizures: what stands in them is said once, each format writes it in its own way."""
