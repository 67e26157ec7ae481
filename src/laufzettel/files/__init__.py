"""Stored files: encrypted, checked, served."""
