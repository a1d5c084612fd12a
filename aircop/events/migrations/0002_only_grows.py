"""What the database itself holds true of the stream: it only grows, and no event misses the sequencer."""

from django.db import migrations

from aircop.events.append_only import append_only, rights

# The time is not among them: it is the database's.
COLUMNS = "id, kind, version, object_type, object_id, access_list, root_list, actor, payload"
WRITE = f"SELECT, INSERT ({COLUMNS})"

FILE = """
    CREATE FUNCTION events_file_pending() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    BEGIN
        INSERT INTO public.events_pendingevent (event_id, at) SELECT id, at FROM fresh;
        PERFORM pg_notify('aircop_events', '');
        RETURN NULL;
    END
    $$
"""
TRIGGER = """
    CREATE TRIGGER events_event_file_pending AFTER INSERT ON events_event
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION events_file_pending()
"""


class Migration(migrations.Migration):
    """Triggers and rights of the stream's tables."""

    dependencies = [("events", "0001_the_stream")]

    operations = [
        migrations.RunSQL(FILE, "DROP FUNCTION events_file_pending()"),
        migrations.RunSQL(TRIGGER, "DROP TRIGGER events_event_file_pending ON events_event"),
        *append_only("events_event", aircop_app=WRITE, aircop_system=WRITE),
        *append_only("events_position", aircop_app="SELECT"),
        rights("events_pendingevent", aircop_app="SELECT", aircop_system="SELECT, DELETE"),
        rights("events_consumer", aircop_app="SELECT, INSERT, UPDATE", aircop_system="SELECT"),
        rights("events_parkedevent", aircop_app="SELECT, INSERT, UPDATE", aircop_system="SELECT"),
        rights("events_heartbeat", aircop_app="SELECT, INSERT, UPDATE", aircop_system="SELECT, INSERT, UPDATE"),
    ]
