"""The commands of `laufzettel` that are more than a call of a room's function."""
