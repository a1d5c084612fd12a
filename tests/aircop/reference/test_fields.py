"""The model field knows its list; the form field offers today's codes."""

import pytest
from django import forms
from django.db.migrations.writer import MigrationWriter
from django.template import Context, Template
from django.utils import translation

from aircop.reference.fields import CodeChoiceField, CodeField
from aircop.reference.models import ConversionFactor


def test_a_field_writes_its_list_into_migrations():
    field = CodeField("Substance", code_list="substance", blank=True)
    _name, path, positional, keywords = field.deconstruct()
    assert path == "aircop.reference.fields.CodeField"
    assert keywords["code_list"] == "substance"
    again = CodeField(*positional, **keywords)
    assert (again.code_list, again.max_length, again.blank) == ("substance", 40, True)
    assert "code_list='substance'" in MigrationWriter.serialize(field)[0]
    assert field.clone().code_list == "substance"


@pytest.mark.django_db
def test_forms_offer_the_codes_of_the_list():
    class Form(forms.ModelForm):
        class Meta:
            model = ConversionFactor
            fields = ("unit", "sub_region")

    form = Form({"unit": "parsec", "sub_region": ""})
    assert isinstance(form.fields["unit"], CodeChoiceField)
    assert not form.fields["sub_region"].required
    assert form.errors.keys() == {"unit"}
    assert Form({"unit": "kg", "sub_region": "WCA"}).is_valid()
    with translation.override("fr"):
        assert "Kilogramme" in str(Form()["unit"])


@pytest.mark.django_db
def test_headings_are_option_groups():
    class Form(forms.Form):
        concealment = CodeChoiceField(code_list="concealment", empty_label="Not recorded", required=False)

    html = str(Form()["concealment"])
    assert '<optgroup label="Baggage">' in html
    assert '<option value="" selected>Not recorded</option>' in html
    assert Form({"concealment": "BODY"}).errors
    assert Form({"concealment": "ING"}).is_valid()


@pytest.mark.django_db
def test_tags_show_labels():
    template = Template(
        '{% load reference %}{% code "direction" d %}|{% airport a %}|{% country c %}|{% code "place" none %}'
        "{% airport none %}{% country none %}"
    )
    with translation.override("fr"):
        shown = template.render(Context({"d": "OUT", "a": "ABJ", "c": "US", "none": ""}))
    assert shown == "Au départ|Abidjan (ABJ)|États-Unis d&#x27;Amérique|"
