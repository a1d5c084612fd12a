"""People and their sign-in: user, second factor, sessions, tokens."""
