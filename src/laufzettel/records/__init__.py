"""File plan, records and the documents in them."""
