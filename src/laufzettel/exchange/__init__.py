"""Connectors: what leaves the house."""
