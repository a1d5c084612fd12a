"""Things that tests are made with, made by code."""
