-- The rights of `marsad_app`, the account that a team's site and its commands use: it reads and adds, and changes nothing
-- that is append-only; nor can it take off the triggers that refuse the same, for the tables are not its own.
-- Run it as the owner of the tables, once they are there and after each `marsad upgrade`:
--
--   psql "postgresql://marsad_owner@db.example.org/war" -v ON_ERROR_STOP=1 -f deploy/roles.sql
--   psql … -c '\password marsad_app'
DO $$
DECLARE
    own record;
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'marsad_app') THEN
        CREATE ROLE marsad_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT;
    END IF;
    FOR own IN SELECT nspname AS name FROM pg_namespace WHERE nspname IN ('public', 'marsad_people') LOOP
        EXECUTE format('REVOKE ALL ON SCHEMA %I FROM PUBLIC', own.name);
        EXECUTE format('GRANT USAGE ON SCHEMA %I TO marsad_app', own.name);
        EXECUTE format('REVOKE ALL ON ALL TABLES IN SCHEMA %I FROM PUBLIC, marsad_app', own.name);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA %I TO marsad_app', own.name);
        EXECUTE format('GRANT USAGE ON ALL SEQUENCES IN SCHEMA %I TO marsad_app', own.name);
    END LOOP;
    -- The tables that have a trigger against changes are the append-only ones, whichever version made them.
    FOR own IN
        SELECT schemas.nspname AS schema, tables.relname AS name
        FROM pg_trigger AS triggers
        JOIN pg_class AS tables ON tables.oid = triggers.tgrelid
        JOIN pg_namespace AS schemas ON schemas.oid = tables.relnamespace
        WHERE schemas.nspname IN ('public', 'marsad_people') AND triggers.tgname = tables.relname || '_no_update'
    LOOP
        EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON %I.%I FROM marsad_app', own.schema, own.name);
    END LOOP;
    FOR own IN
        SELECT schemaname AS schema FROM pg_tables
        WHERE schemaname IN ('public', 'marsad_people') AND tablename = 'alembic_version'
    LOOP
        EXECUTE format('REVOKE INSERT, UPDATE, DELETE ON %I.alembic_version FROM marsad_app', own.schema);
    END LOOP;
END $$;
