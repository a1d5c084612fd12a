"""Acts on accounts, tokens and partner systems."""
