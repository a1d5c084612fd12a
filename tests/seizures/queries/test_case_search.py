"""What finds a case, and for whom, follows from the classes of its fields and of its own parts."""

import re

import pytest
from django.apps import apps
from django.db import connections, models

from aircop.access.models import FieldClass
from aircop.reference.fields import CodeField
from seizures.models import Case
from seizures.queries.case_search import CaseSearch, cases_looked_for
from seizures.queries.case_search_index import cases_searched
from seizures.queries.search_index import searched
from tests.cast import Cast

pytestmark = pytest.mark.django_db
NOT_FOUND = {
    "seizures_case.handling_words": "conditions, not facts",
    "seizures_case.withdrawn_reason": "what is withdrawn is not found",
    "seizures_case.retention_category": "bookkeeping",
}
LINKS = {"seizures_caseseizure", "seizures_caseperson", "seizures_caserelation"}
PARTS = {
    model._meta.db_table: model
    for model in apps.get_models()
    if hasattr(model, "FIELDS")
    and (model is Case or any(f.is_relation and f.related_model is Case for f in model._meta.concrete_fields))
}


def test_words_go_by_the_class_of_their_field() -> None:
    """Each text of a case and of its own parts is found, those of the class identity among the hidden words."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT name, words, hidden FROM seizures_casesearchpart")
        registered = {name: (words, hidden) for name, words, hidden in cursor.fetchall()}
    assert set(registered) <= set(PARTS) - LINKS
    for table, (words, hidden) in registered.items():
        open_names = {
            name for text in words for name in ([text] if text.isidentifier() else re.findall(r"p\.(\w+)", text))
        }
        for field in PARTS[table]._meta.concrete_fields:
            text = isinstance(field, models.CharField | models.TextField) and not field.choices
            if not text or isinstance(field, CodeField) or f"{table}.{field.name}" in NOT_FOUND:
                continue
            identity = PARTS[table].FIELDS.get(field.name, FieldClass.IDENTITY) == FieldClass.IDENTITY
            assert (field.name in hidden, field.name in open_names) == (identity, not identity), f"{table}.{field.name}"


def test_nothing_of_what_is_linked_is_in_the_index() -> None:
    """The statements are those of seizures, said of cases: they name no table of seizures."""
    told = " ".join(str(each.sql) for each in cases_searched("seizures_casenote", hidden=("text",)))
    assert "seizures_casesearch_refresh" in told
    assert "seizures_search_refresh" not in told
    assert "seizures_search_refresh" in " ".join(str(each.sql) for each in searched("seizures_item"))


def test_what_is_asked_must_be_known(cast: Cast) -> None:
    rows = Case.objects.visible_to(cast.officer.actor)
    with pytest.raises(KeyError):
        cases_looked_for(rows, "colour", "red")
    assert CaseSearch().adding("q", "!").ids("default", field="recorded_at", descending=True, start=None, size=5) == []
    assert CaseSearch().adding("status", ()).query() == "('=status:nothing')"
