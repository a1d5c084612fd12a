"""Sign-in, the account page, and the choices a person makes from anywhere."""
