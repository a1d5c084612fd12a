#!/bin/sh
# Run once by the PostgreSQL image on an empty volume: the owner of the tables, who is no superuser and makes the
# other two logins. Its password is the one in its address.
set -eu
address=$(cat /run/secrets/database_owner_url)
login=${address#*://}
login=${login%%@*}
psql -v ON_ERROR_STOP=1 -U "$POSTGRES_USER" -d "$POSTGRES_DB" -v owner="${login%%:*}" -v password="${login#*:}" <<'SQL'
CREATE ROLE :"owner" LOGIN NOSUPERUSER NOBYPASSRLS CREATEROLE PASSWORD :'password';
ALTER DATABASE aircop OWNER TO :"owner";
SQL
