"""The studio: for those who model services. Today: the preview of one package, without tenant and database."""
