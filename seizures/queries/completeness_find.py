"""What a seizure still lacks, as words of the index (`=lacks:place`), so that a list finds what is incomplete.

The same as `seizures.queries.completeness` declares, said in SQL for the triggers; a test holds one against the other.
Where that changes, this changes in a migration of its own, which fills the index anew.
"""

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
  || ARRAY(SELECT '=lacks:items.details.' || d FROM jsonb_array_elements_text('{
    "MED": ["inn", "dosage_form"], "CUR": ["cash_form", "declared"], "GLD": ["gold_form", "declared"],
    "WLD": ["species", "specimen"], "FLO": ["species", "specimen"], "FIR": ["firearm_type", "calibre", "serial_state"],
    "AMM": ["calibre"], "DOC": ["document_type", "document_fraud", "issuer"], "CUL": ["cultural_object"],
    "TOB": ["tobacco_kind"], "IPR": ["goods"], "TIP": ["sex", "age_band", "referred", "exploitation"],
    "SOM": ["sex", "age_band", "referred"], "DGR": ["dangerous_class", "un_number", "declared"]
    }'::jsonb -> p.commodity::text) d WHERE NOT p.details ? d)"""
# On the row `p` of a seizure too: its arrests, as it keeps what is open around them; of that, what everybody is told.
OF_ARRESTS = """array_remove(ARRAY[
  CASE WHEN p.persons_arrested > (SELECT count(DISTINCT a ->> 'person') FROM jsonb_array_elements(p.checklists) a)
    THEN '=lacks:arrests' END], NULL)
  || ARRAY(SELECT DISTINCT '=lacks:arrests.' || o FROM jsonb_array_elements(p.checklists) a,
    jsonb_array_elements_text(a -> 'open') o WHERE o NOT IN ('medical_check', 'guardian_told'))"""
