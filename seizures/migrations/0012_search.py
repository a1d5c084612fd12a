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


ARRESTED = "CASE WHEN p.persons_arrested > 0 THEN ARRAY['=has:arrest'] ELSE '{}' END"
HELPED = "ARRAY(SELECT '=detection:' || d FROM unnest(p.contributing_detections) d)"
COUNTRIES = (
    "ARRAY(SELECT '=country:' || c FROM "
    "unnest(ARRAY[p.producing_country, p.departure_country, p.destination_country]) c WHERE c <> '')"
)


class Migration(migrations.Migration):
    """Plain SQL: Django has no words for these. The rows that stand are brought in at the end."""

    dependencies = [
        ("seizures", "0011_conveyance_and_route"),
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
        *searched(
            "seizures_conveyance",
            words=("hs_code", "container", "operator", "registration", "aircraft_place"),
            hidden=(
                "seat",
                "booking_reference",
                "ticket_number",
                "array_to_string(p.bag_tags, ' ')",
                "house_waybill",
                "shipper",
                "consignee",
                "agent",
                "declared_goods",
                "postal_item",
                "sender",
                "addressee",
                "tracking_number",
            ),
            watch=("bag_tags",),
        ),
        *searched("seizures_routeleg", words=("flight_number",), codes={"airport_id": "route", "country": "country"}),
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
                "trigger": "trigger",
                "producing_country": "producing_country",
                "departure_country": "departure_country",
                "destination_country": "destination_country",
                "handling": "handling",
            },
            lexemes=f"{ARRESTED} || {HELPED} || {COUNTRIES}",
            watch=(
                "contributing_detections",
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
