"""What people type about seizures, made clean."""
