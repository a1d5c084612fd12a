"""Template tags of the code lists."""
