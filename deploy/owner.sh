#!/bin/sh
# Run once by the PostgreSQL image on an empty volume: the owner of the tables, who is no superuser and makes the
# other two logins. Its name and password are those in its address, where signs are written as %40 and the like.
set -eu
address=$(cat /run/secrets/database_owner_url)
login=${address#*://}
login=${login%@*}
psql -v ON_ERROR_STOP=1 -U "$POSTGRES_USER" -d "$POSTGRES_DB" -v raw_owner="${login%%:*}" -v raw_password="${login#*:}" <<'SQL'
CREATE FUNCTION pg_temp.plain(coded text) RETURNS text LANGUAGE sql AS $$
  SELECT convert_from(string_agg(
    CASE WHEN part[1] ~ '^%[0-9A-Fa-f]{2}$' THEN decode(substr(part[1], 2), 'hex') ELSE convert_to(part[1], 'UTF8') END,
    ''::bytea ORDER BY place), 'UTF8')
  FROM regexp_matches(coded, '%[0-9A-Fa-f]{2}|[^%]+|%', 'g') WITH ORDINALITY AS parts (part, place)
$$;
SELECT pg_temp.plain(:'raw_owner') AS owner, pg_temp.plain(:'raw_password') AS password \gset
CREATE ROLE :"owner" LOGIN NOSUPERUSER NOBYPASSRLS CREATEROLE PASSWORD :'password';
ALTER DATABASE aircop OWNER TO :"owner";
SQL
