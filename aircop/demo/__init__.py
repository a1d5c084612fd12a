"""A fictional world, played through the services only."""
