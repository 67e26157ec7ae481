"""The pages of the office, by what they are about."""
