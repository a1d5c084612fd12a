"""Cases, what is linked to them, their agencies, tasks and notes."""

import aircop.access.models.protected
import aircop.reference.fields
import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.datetime
import uuid6
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0003_share_giver"),
        ("seizures", "0025_names_on_record_are_found"),
        ("taskforces", "0003_contacts_walled_for_the_network"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Case",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=aircop.access.models.protected.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("owner_agency", models.UUIDField()),
                ("owner_unit", models.UUIDField(null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("withdrawn_reason", models.CharField(blank=True, max_length=500)),
                ("retention_category", models.CharField(default="standard", max_length=20)),
                ("retain_until", models.DateField(null=True)),
                ("legal_hold", models.BooleanField(default=False)),
                ("reference", models.CharField(max_length=30, null=True, unique=True)),
                ("title", models.CharField(max_length=150)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("open", "Open"),
                            ("investigation", "Under investigation"),
                            ("referred", "Referred to the prosecutor"),
                            ("court", "In court"),
                            ("suspended", "Suspended"),
                            ("closed", "Closed"),
                            ("merged", "Merged"),
                        ],
                        default="draft",
                        max_length=13,
                    ),
                ),
                (
                    "suspended_from",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("open", "Open"),
                            ("investigation", "Under investigation"),
                            ("referred", "Referred to the prosecutor"),
                            ("court", "In court"),
                        ],
                        max_length=13,
                    ),
                ),
                ("status_at", models.DateTimeField()),
                (
                    "handling",
                    models.CharField(
                        choices=[
                            ("H0", "H0: free for fighting crime"),
                            ("H1", "H1: not in court without consent"),
                            ("H2", "H2: not passed on without consent"),
                            ("H3", "H3: other conditions"),
                        ],
                        default="H0",
                        max_length=2,
                    ),
                ),
                ("handling_words", models.CharField(blank=True, max_length=300)),
                ("summary", models.CharField(blank=True, max_length=500)),
                ("narrative", models.TextField(blank=True, max_length=20000)),
                (
                    "offences",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=aircop.reference.fields.CodeField(code_list="offence_type", max_length=40),
                        blank=True,
                        default=list,
                    ),
                ),
                ("opened_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("outcome", aircop.reference.fields.CodeField(blank=True, code_list="case_outcome", max_length=40)),
                ("reminded", models.PositiveSmallIntegerField(default=0)),
                ("erased_at", models.DateTimeField(null=True)),
                (
                    "access_list",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.accesslist",
                    ),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lead_agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="taskforces.agency"
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="seizures.case"
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="seizures.case"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "root_list",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.accesslist",
                    ),
                ),
                (
                    "task_force",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="taskforces.taskforce",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CaseAgency",
            fields=[
                ("id", models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ("role", models.CharField(choices=[("lead", "Leads"), ("participating", "Takes part")], max_length=13)),
                ("since", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("until", models.DateTimeField(null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="taskforces.agency"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="agencies",
                        to="seizures.case",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CaseNote",
            fields=[
                ("id", models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ("sequence", models.PositiveSmallIntegerField()),
                ("text", models.TextField(max_length=10000)),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="taskforces.agency"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notes",
                        to="seizures.case",
                    ),
                ),
                (
                    "corrects",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="seizures.casenote"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CasePerson",
            fields=[
                ("id", models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ("linked_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("ended_at", models.DateTimeField(null=True)),
                ("role", aircop.reference.fields.CodeField(code_list="case_role", max_length=40)),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="person_links",
                        to="seizures.case",
                    ),
                ),
                (
                    "linked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="case_links", to="seizures.person"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CaseRelation",
            fields=[
                ("id", models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ("linked_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="relations",
                        to="seizures.case",
                    ),
                ),
                (
                    "linked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="seizures.case"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CaseSeizure",
            fields=[
                ("id", models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ("linked_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="seizure_links",
                        to="seizures.case",
                    ),
                ),
                (
                    "linked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "seizure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="case_links", to="seizures.seizure"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CaseTask",
            fields=[
                ("id", models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ("sequence", models.PositiveSmallIntegerField()),
                ("kind", aircop.reference.fields.CodeField(code_list="follow_up", max_length=40)),
                ("title", models.CharField(blank=True, max_length=160)),
                ("due_on", models.DateField(null=True)),
                ("done_at", models.DateTimeField(null=True)),
                ("not_applicable", models.BooleanField(default=False)),
                ("words", models.CharField(blank=True, max_length=300)),
                ("version", models.PositiveIntegerField(default=1)),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "assignee",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tasks",
                        to="seizures.case",
                    ),
                ),
                (
                    "done_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["task_force", "-recorded_at", "-id"], name="case_unit"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("status__in", ["open", "investigation", "referred", "court"])),
                fields=["opened_at"],
                name="case_to_remind",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status", "draft"),
                    models.Q(("opened_at__isnull", False), ("reference__isnull", False)),
                    _connector="OR",
                ),
                name="case_opened_has_reference",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("closed_at__isnull", False), ("status", "closed"), models.Q(("outcome", ""), _negated=True)
                    ),
                    models.Q(
                        models.Q(("status", "closed"), _negated=True), ("closed_at__isnull", True), ("outcome", "")
                    ),
                    _connector="OR",
                ),
                name="case_closed_has_outcome",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(("status", "suspended"), ("suspended_from", ""), _connector="XOR"),
                name="case_suspended_from_somewhere",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(("status", "merged"), ("merged_into__isnull", True), _connector="XOR"),
                name="case_merged_into_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("parent__isnull", True), models.Q(("parent", models.F("id")), _negated=True), _connector="OR"
                ),
                name="case_is_no_own_part",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("merged_into__isnull", True),
                    models.Q(("merged_into", models.F("id")), _negated=True),
                    _connector="OR",
                ),
                name="case_is_merged_into_no_self",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(("erased_at__isnull", True), ("withdrawn_at__isnull", False), _connector="OR"),
                name="case_erased_is_withdrawn",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(condition=models.Q(("title__regex", "\\S")), name="case_titled"),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("handling", "H3"), _negated=True),
                    models.Q(("handling_words", ""), _negated=True),
                    _connector="OR",
                ),
                name="case_h3_has_words",
            ),
        ),
        migrations.AddIndex(
            model_name="caseagency",
            index=models.Index(fields=["case"], name="case_agency_case"),
        ),
        migrations.AddConstraint(
            model_name="caseagency",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until__isnull", True)), fields=("case", "agency"), name="case_agency_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="caseagency",
            constraint=models.UniqueConstraint(
                condition=models.Q(("role", "lead"), ("until__isnull", True)), fields=("case",), name="case_one_lead"
            ),
        ),
        migrations.AddConstraint(
            model_name="casenote",
            constraint=models.UniqueConstraint(fields=("case", "sequence"), name="case_note_once"),
        ),
        migrations.AddIndex(
            model_name="caseperson",
            index=models.Index(fields=["case"], name="case_person_case"),
        ),
        migrations.AddConstraint(
            model_name="caseperson",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)), fields=("case", "person"), name="case_person_once"
            ),
        ),
        migrations.AddIndex(
            model_name="caserelation",
            index=models.Index(fields=["case"], name="case_relation_case"),
        ),
        migrations.AddConstraint(
            model_name="caserelation",
            constraint=models.UniqueConstraint(
                django.db.models.functions.comparison.Least("case", "other"),
                django.db.models.functions.comparison.Greatest("case", "other"),
                condition=models.Q(("ended_at__isnull", True)),
                name="case_relation_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="caserelation",
            constraint=models.CheckConstraint(
                condition=models.Q(("case", models.F("other")), _negated=True), name="case_relation_of_two"
            ),
        ),
        migrations.AddIndex(
            model_name="caseseizure",
            index=models.Index(fields=["case"], name="case_seizure_case"),
        ),
        migrations.AddConstraint(
            model_name="caseseizure",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)), fields=("case", "seizure"), name="case_seizure_once"
            ),
        ),
        migrations.AddIndex(
            model_name="casetask",
            index=models.Index(
                condition=models.Q(("done_at__isnull", True)), fields=["assignee", "due_on"], name="case_task_open"
            ),
        ),
        migrations.AddConstraint(
            model_name="casetask",
            constraint=models.UniqueConstraint(fields=("case", "sequence"), name="case_task_once"),
        ),
        migrations.AddConstraint(
            model_name="casetask",
            constraint=models.CheckConstraint(
                condition=models.Q(("done_at__isnull", True), ("done_by__isnull", False), _connector="XOR"),
                name="case_task_done_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="casetask",
            constraint=models.CheckConstraint(
                condition=models.Q(("not_applicable", False), ("done_at__isnull", False), _connector="OR"),
                name="case_task_settled",
            ),
        ),
        migrations.AddConstraint(
            model_name="casetask",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "other"), _negated=True), ("title__regex", "\\S"), _connector="OR"
                ),
                name="case_task_other_is_named",
            ),
        ),
    ]
