-- Who may do what in the database. Run by a superuser, inside the database, as often as you like.
-- The embedded server runs it at every start; for your own server see docs/operations.md.
--
--   lz_owner  owns the database and its tables, runs the migrations
--   lz_app    what web and workers log in as: reads and writes rows, sees one tenant at a time, changes no table
--
-- Both must exist and be able to log in before this runs.

ALTER ROLE lz_owner NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
ALTER ROLE lz_app NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;

CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE EXTENSION IF NOT EXISTS unaccent;

REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA public TO lz_owner;
GRANT USAGE ON SCHEMA public TO lz_app;

ALTER DEFAULT PRIVILEGES FOR ROLE lz_owner IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO lz_app;
ALTER DEFAULT PRIVILEGES FOR ROLE lz_owner IN SCHEMA public
    GRANT USAGE, SELECT ON SEQUENCES TO lz_app;
