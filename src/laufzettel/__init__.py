"""Laufzettel: administrative services from the law to the record."""
