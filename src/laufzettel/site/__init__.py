"""The Django project: settings, URLs, middleware, command line, demo data."""
