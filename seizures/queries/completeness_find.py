"""What a seizure still lacks (`=lacks:place`) and its score (`=score:73`), as words of the index that lists ask.

The same as `seizures.queries.completeness` declares, said in SQL for the triggers; a test holds one against the other.
Where that changes, this changes in a migration of its own, which fills the index anew.
"""

# The details that goods are reported with.
DETAILS = """'{
    "MED": ["inn", "dosage_form"], "CUR": ["cash_form", "declared"], "GLD": ["gold_form", "declared"],
    "WLD": ["species", "specimen"], "FLO": ["species", "specimen"], "FIR": ["firearm_type", "calibre", "serial_state"],
    "AMM": ["calibre"], "DOC": ["document_type", "document_fraud", "issuer"], "CUL": ["cultural_object"],
    "TOB": ["tobacco_kind"], "IPR": ["goods"], "TIP": ["sex", "age_band", "referred", "exploitation"],
    "SOM": ["sex", "age_band", "referred"], "DGR": ["dangerous_class", "un_number", "declared"]
    }'::jsonb"""
# On the row `p` of a seizure.
OF_SEIZURE = """array_remove(ARRAY[
  CASE WHEN p.place = '' THEN '=lacks:place' END,
  CASE WHEN p.detection = '' THEN '=lacks:detection' END,
  CASE WHEN p.flight_number = '' AND p.conveyance IN ('PAX', 'CRW', 'UNB') THEN '=lacks:flight_number' END,
  CASE WHEN p.air_waybill = '' AND p.conveyance = 'CRG' THEN '=lacks:air_waybill' END,
  CASE WHEN p.producing_country = '' THEN '=lacks:producing_country' END,
  CASE WHEN p.departure_country = '' THEN '=lacks:departure_country' END,
  CASE WHEN p.destination_country = '' THEN '=lacks:destination_country' END,
  CASE WHEN p.summary = '' THEN '=lacks:summary' END,
  CASE WHEN p.narrative = '' THEN '=lacks:narrative' END], NULL)"""
# On the row `p` of an item.
OF_ITEM = """array_remove(ARRAY[
  CASE WHEN p.substance = '' AND p.commodity IN ('DRG', 'PRE', 'NPS') THEN '=lacks:items.substance' END,
  CASE WHEN p.form = '' AND p.commodity IN ('DRG', 'PRE', 'NPS') THEN '=lacks:items.form' END,
  CASE WHEN p.concealment = '' AND p.commodity NOT IN ('TIP', 'SOM') THEN '=lacks:items.concealment' END,
  CASE WHEN p.basis = '' THEN '=lacks:items.basis' END], NULL)
  || ARRAY(SELECT '=lacks:items.details.' || d FROM jsonb_array_elements_text(DETAILS -> p.commodity::text) d """
OF_ITEM = f"{OF_ITEM}WHERE NOT p.details ? d)".replace("DETAILS", DETAILS)
# On the row `p` of a seizure too: its arrests, as it keeps what is open around them; of that, what everybody is told.
OF_ARRESTS = """array_remove(ARRAY[
  CASE WHEN p.persons_arrested > (SELECT count(DISTINCT a ->> 'person') FROM jsonb_array_elements(p.checklists) a)
    THEN '=lacks:arrests' END], NULL)
  || ARRAY(SELECT DISTINCT '=lacks:arrests.' || o FROM jsonb_array_elements(p.checklists) a,
    jsonb_array_elements_text(a -> 'open') o WHERE o NOT IN ('medical_check', 'guardian_told'))"""
# On the row `p` of a seizure, its items and its arrests: a line for each thing that is wanted, its weight, and whether
# it is there.
SCORE = """ARRAY(SELECT '=score:' || 100 * COALESCE(sum(weight) FILTER (WHERE there), 0) / sum(weight) FROM (
  SELECT weight, there FROM (VALUES
    (2, p.place <> '', true),
    (2, p.detection <> '', true),
    (2, p.flight_number <> '', p.conveyance IN ('PAX', 'CRW', 'UNB')),
    (3, p.air_waybill <> '', p.conveyance = 'CRG'),
    (1, p.producing_country <> '', true),
    (2, p.departure_country <> '', true),
    (2, p.destination_country <> '', true),
    (1, p.summary <> '', true),
    (2, p.narrative <> '', true),
    (3, p.persons_arrested <= (SELECT count(DISTINCT a ->> 'person') FROM jsonb_array_elements(p.checklists) a),
      p.persons_arrested > 0)
  ) AS own(weight, there, asked) WHERE asked
  UNION ALL SELECT part.weight, part.there FROM seizures_item i CROSS JOIN LATERAL (VALUES
    (3, i.substance <> '', i.commodity IN ('DRG', 'PRE', 'NPS')),
    (1, i.form <> '', i.commodity IN ('DRG', 'PRE', 'NPS')),
    (2, i.concealment <> '', i.commodity NOT IN ('TIP', 'SOM')),
    (1, i.basis <> '', true)
  ) AS part(weight, there, asked) WHERE i.seizure_id = p.id AND part.asked
  UNION ALL SELECT 1, i.details ? d
    FROM seizures_item i, jsonb_array_elements_text(DETAILS -> i.commodity::text) d WHERE i.seizure_id = p.id
  UNION ALL SELECT 1, NOT (a -> 'open') ? o FROM jsonb_array_elements(p.checklists) a,
    unnest(ARRAY['rights_told_at', 'rights_language', 'interpreter_present', 'lawyer_notified_at',
      'consulate_notified_at', 'search']) o
) AS wanted)""".replace("DETAILS", DETAILS)
