"""Municipalities and counties, their units, memberships and profiles."""
