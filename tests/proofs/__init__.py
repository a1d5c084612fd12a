"""Proofs over everything that is shown: they find tables by their models and addresses by the URL map."""
