"""Lists and their dated rows, labels and aliases."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from aircop.reference.models.periods import Dated, not_empty, period_is_forward, periods_apart


class CodeList(models.Model):
    """A vocabulary of the trade, such as `substance` or `concealment`."""

    name = models.SlugField(_("name"), primary_key=True, max_length=40)
    source = models.TextField(_("source"), help_text=_("Where the vocabulary was taken from."))

    class Meta:
        constraints = [not_empty("code_list_source_given", "source")]

    def __str__(self) -> str:
        return self.name


class CodeListLabel(models.Model):
    """What people call a list, per language."""

    code_list = models.ForeignKey(CodeList, models.CASCADE, related_name="labels")
    language = models.CharField(_("language"), max_length=12)
    label = models.CharField(_("label"), max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code_list", "language"], name="code_list_label_once"),
            not_empty("code_list_label_given", "label", "language"),
        ]

    def __str__(self) -> str:
        return self.label


class Code(Dated):
    """One value of a list in one period; records keep its text, so a row is ended, never deleted."""

    code_list = models.ForeignKey(CodeList, models.PROTECT, related_name="codes")
    code = models.CharField(_("code"), max_length=40)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    sort_order = models.PositiveIntegerField(_("order"), default=0)
    selectable = models.BooleanField(
        _("selectable"), default=True, help_text=_("A heading groups codes; nobody picks it.")
    )
    source = models.TextField(_("source"), help_text=_("Public citation."))
    ids_value = models.CharField(
        _("IDS value"), max_length=120, blank=True, help_text=_("Text used by the UNODC individual drug seizure sheet.")
    )
    owner_agency_id = models.UUIDField(
        _("owner agency"), null=True, blank=True, help_text=_("Agency that added the code for itself; empty: shared.")
    )
    local = models.BooleanField(
        _("added here"), default=False, help_text=_("By the platform's administrator; no shipped file knows it.")
    )
    ended_here = models.DateField(
        _("ended here"), null=True, blank=True, help_text=_("Last day that the platform's administrator set.")
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ended_here__isnull=True)
                | models.Q(valid_to__isnull=False, valid_to__lte=models.F("ended_here")),
                name="code_ended_by_then",
            ),
            models.UniqueConstraint(fields=["code_list", "code", "valid_from"], name="code_once_per_start"),
            periods_apart("code_periods_apart", "code_list", "code"),
            period_is_forward("code_period_forward"),
            not_empty("code_texts_given", "code", "source"),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def key(self) -> str:
        """Return list and code, as people cite them."""
        return f"{self.code_list_id}:{self.code}"


class CodeLabel(models.Model):
    """What people call a code, per language."""

    code = models.ForeignKey(Code, models.CASCADE, related_name="labels")
    language = models.CharField(_("language"), max_length=12)
    label = models.CharField(_("label"), max_length=160)
    local = models.BooleanField(
        _("worded here"), default=False, help_text=_("Kept when the shipped lists are loaded again.")
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "language"], name="code_label_once"),
            not_empty("code_label_given", "label", "language"),
        ]

    def __str__(self) -> str:
        return self.label


class CodeAlias(models.Model):
    """Another word for a code: a street name, a brand, the spelling of a partner's sheet."""

    code = models.ForeignKey(Code, models.CASCADE, related_name="aliases")
    alias = models.CharField(_("alias"), max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "alias"], name="code_alias_once"),
            not_empty("code_alias_given", "alias"),
        ]

    def __str__(self) -> str:
        return self.alias
