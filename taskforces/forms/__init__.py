"""What people type about units."""
