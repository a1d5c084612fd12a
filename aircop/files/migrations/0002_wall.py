"""Uploads are their sender's alone; a stored file is seen through what holds it, which each domain adds."""

from django.db import migrations

SUBJECT = "(SELECT NULLIF(current_setting('aircop.subject', true), '')::uuid)"
UPLOADS = f"""
ALTER TABLE files_upload ENABLE ROW LEVEL SECURITY;
CREATE POLICY files_upload_own ON files_upload TO aircop_app USING (owner_id = {SUBJECT})
  WITH CHECK (owner_id = {SUBJECT});
CREATE POLICY files_upload_system ON files_upload TO aircop_system USING (true) WITH CHECK (true);
"""
NO_UPLOADS = """
DROP POLICY files_upload_own ON files_upload;
DROP POLICY files_upload_system ON files_upload;
ALTER TABLE files_upload DISABLE ROW LEVEL SECURITY;
"""
# Nobody changes or deletes what was filed, but the system that draws pictures and sweeps.
FILES = f"""
ALTER TABLE files_storedfile ENABLE ROW LEVEL SECURITY;
CREATE POLICY files_storedfile_add ON files_storedfile FOR INSERT TO aircop_app WITH CHECK ({SUBJECT} IS NOT NULL);
CREATE POLICY files_storedfile_system ON files_storedfile TO aircop_system USING (true) WITH CHECK (true);
"""
NO_FILES = """
DROP POLICY files_storedfile_add ON files_storedfile;
DROP POLICY files_storedfile_system ON files_storedfile;
ALTER TABLE files_storedfile DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    """Policies of both tables."""

    dependencies = [("files", "0001_files_and_uploads"), ("access", "0002_binding_and_shares")]

    operations = [migrations.RunSQL(UPLOADS, NO_UPLOADS), migrations.RunSQL(FILES, NO_FILES)]
