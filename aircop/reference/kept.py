"""Which lists the platform's administrator may change on pages, and which codes never end.

Rules, forms and figures name codes of the other lists: commodities have their fields, units their factors, substances
their groups and schedules, states their steps, milestones their order. A code more or less there is a change of the
program. The lists below are words for what people saw: nothing is worked out from any one of their codes.
"""

KEPT = frozenset(
    {
        "agency_kind",
        "concealment",
        "contact_channel",
        "contact_function",
        "cultural_object",
        "detection",
        "document_fraud",
        "document_type",
        "dosage_form",
        "firearm_type",
        "gold_form",
        "hs_heading",
        "lab_method",
        "legal_basis",
        "offence_type",
        "packaging",
        "place",
        "refusal_reason",
        "rejection_reason",
        "salt_form",
        "species",
        "specimen",
        "test_device",
        "test_kit",
        "tobacco_kind",
        "trigger",
    }
)
NEVER_ENDED = frozenset({"OTH", "UNK"})
"""“Known, not on this list” and “nobody knows”: without them people would pick what is wrong."""
