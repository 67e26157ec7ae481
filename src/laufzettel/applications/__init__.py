"""Drafts and their submission: an application becomes a case."""
