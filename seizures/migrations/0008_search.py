"""Seizures are found by their words and codes: the index, its triggers, and the function that answers."""

from django.db import migrations

from seizures.queries import search_find, search_index
from seizures.queries.search_index import searched


# Details of the class case. All others are found as identities are, so that a new one is never found by too many.
OPEN_DETAILS = (
    "batch", "brand", "calibre", "denominations", "goods", "hallmark", "headstamp", "import_mark", "inn", "make",
    "manufacturer", "model", "period", "scientific_name", "serial_number", "shipping_name", "sold_as", "strength",
    "un_number",
)  # fmt: skip
TOLD = "(SELECT string_agg(d.value, ' ') FROM jsonb_each_text(p.details) d WHERE d.key IN ({names}))"
EVERY = "(SELECT string_agg(d.value, ' ') FROM jsonb_each_text(p.details) d)"


class Migration(migrations.Migration):
    """Plain SQL: Django has no words for these. The rows that stand are brought in at the end."""

    dependencies = [
        ("seizures", "0007_wall_of_persons"),
        ("access", "0002_binding_and_shares"),
        ("accounts", "0002_tokens_and_partners"),
    ]

    operations = [
        migrations.RunSQL(search_index.TABLE, search_index.TABLE_DOWN),
        migrations.RunSQL(search_index.FOLD, search_index.FOLD_DOWN),
        migrations.RunSQL(search_index.COMPOSE, search_index.COMPOSE_DOWN),
        *searched(
            "seizures_item",
            words=("markings", TOLD.format(names=", ".join(f"'{name}'" for name in OPEN_DETAILS))),
            hidden=("concealment_detail", "sampling_note", "exhibit_note", EVERY),
            codes={"commodity": "commodity", "substance": "substance", "form": "form", "concealment": "concealment"},
            watch=("kg_equivalent", "details"),
        ),
        *searched("seizures_arrest", hidden=("legal_basis_words",), lexemes="ARRAY['=has:arrest']"),
        *searched("seizures_outcome", hidden=("charges", "judgment")),
        *searched(
            "seizures_seizure",
            column="id",
            words=(
                "reference",
                "ltrim(right(p.reference, 6), '0')",
                "summary",
                "flight_number",
                "regexp_replace(p.flight_number, '^([A-Z0-9]{2})([0-9]+)', '\\1 \\2')",
            ),
            hidden=("narrative", "air_waybill"),
            codes={
                "status": "status",
                "airport_id": "airport",
                "task_force_id": "task_force",
                "lead_agency_id": "lead_agency",
                "direction": "direction",
                "conveyance": "conveyance",
                "place": "place",
                "detection": "detection",
                "handling": "handling",
            },
            lexemes="CASE WHEN p.persons_arrested > 0 THEN ARRAY['=has:arrest'] END",
            watch=(
                "persons_arrested",
                "access_list_id",
                "root_list_id",
                "occurred_at",
                "recorded_at",
                "occurred_on",
                "recorded_by_id",
                "withdrawn_at",
            ),
            fill=True,
        ),
        migrations.RunSQL(search_find.FIND, search_find.FIND_DOWN),
    ]
