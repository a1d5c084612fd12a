"""Items of every commodity class, and the wall lets them go while their seizure is open.

An item that was added by mistake is taken out again with its values in the history. So the application may delete
rows of a seizure that is a draft, submitted or rejected; once it is verified the database itself keeps every item.
"""

import aircop.reference.fields
import django.db.models.lookups
from django.db import migrations, models

OPEN = """
ALTER POLICY seizures_item_drop ON seizures_item
  USING (EXISTS (SELECT FROM seizures_seizure p WHERE p.id = seizures_item.seizure_id AND {states}))
"""


class Migration(migrations.Migration):
    dependencies = [
        ("seizures", "0004_last_change"),
    ]

    operations = [
        migrations.AddField(
            model_name="item",
            name="concealment_detail",
            field=models.CharField(blank=True, db_default="", default="", max_length=500),
        ),
        migrations.AddField(
            model_name="item",
            name="details",
            field=models.JSONField(db_default={}, default=dict),
        ),
        migrations.AddField(
            model_name="item",
            name="exhibit_note",
            field=models.CharField(blank=True, db_default="", default="", max_length=300),
        ),
        migrations.AddField(
            model_name="item",
            name="gross_weight",
            field=models.DecimalField(decimal_places=6, max_digits=18, null=True),
        ),
        migrations.AddField(
            model_name="item",
            name="markings",
            field=models.CharField(blank=True, db_default="", default="", max_length=200),
        ),
        migrations.AddField(
            model_name="item",
            name="net_weight",
            field=models.DecimalField(decimal_places=6, max_digits=18, null=True),
        ),
        migrations.AddField(
            model_name="item",
            name="packaging",
            field=aircop.reference.fields.CodeField(
                blank=True, code_list="packaging", db_default="", default="", max_length=40
            ),
        ),
        migrations.AddField(
            model_name="item",
            name="sampling_note",
            field=models.CharField(blank=True, db_default="", default="", max_length=500),
        ),
        migrations.AddField(
            model_name="item",
            name="value_kind",
            field=aircop.reference.fields.CodeField(
                blank=True, code_list="value_kind", db_default="", default="", max_length=40
            ),
        ),
        migrations.AddField(
            model_name="item",
            name="value_source",
            field=models.CharField(blank=True, db_default="", default="", max_length=120),
        ),
        migrations.AddField(
            model_name="item",
            name="valued_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="item",
            name="weight_unit",
            field=aircop.reference.fields.CodeField(
                blank=True, code_list="unit", db_default="", default="", max_length=40
            ),
        ),
        migrations.AlterField(
            model_name="item",
            name="currency",
            field=aircop.reference.fields.CodeField(blank=True, code_list="currency", max_length=3),
        ),
        migrations.AlterField(
            model_name="item",
            name="unit",
            field=aircop.reference.fields.CodeField(
                code_list="unit", help_text="Money: a code of the list `currency`.", max_length=40
            ),
        ),
        migrations.AddConstraint(
            model_name="item",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("value__isnull", False),
                    models.Q(("value_kind", ""), ("value_source", ""), ("valued_on__isnull", True)),
                    _connector="OR",
                ),
                name="item_source_of_a_value",
            ),
        ),
        migrations.AddConstraint(
            model_name="item",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("gross_weight__isnull", True), ("net_weight__isnull", True), ("weight_unit", "")),
                    models.Q(
                        models.Q(("gross_weight__isnull", False), ("net_weight__isnull", False), _connector="OR"),
                        models.Q(("weight_unit", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="item_weight_with_unit",
            ),
        ),
        migrations.AddConstraint(
            model_name="item",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("gross_weight__isnull", True), ("gross_weight__gt", 0), _connector="OR"),
                    models.Q(("net_weight__isnull", True), ("net_weight__gt", 0), _connector="OR"),
                    models.Q(
                        ("gross_weight__isnull", True),
                        ("net_weight__isnull", True),
                        ("net_weight__lte", models.F("gross_weight")),
                        _connector="OR",
                    ),
                ),
                name="item_net_within_gross",
            ),
        ),
        migrations.AddConstraint(
            model_name="item",
            constraint=models.CheckConstraint(
                condition=django.db.models.lookups.Exact(
                    models.Func(models.F("details"), function="jsonb_typeof", output_field=models.CharField()),
                    models.Value("object"),
                ),
                name="item_details_are_an_object",
            ),
        ),
        migrations.RunSQL(
            OPEN.format(states="p.status IN ('draft', 'submitted', 'rejected')"),
            OPEN.format(states="p.status = 'draft'"),
        ),
    ]
