"""Fields that hold a code of a list, for models and for forms."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext as _


class CodeChoiceField(forms.ChoiceField):
    """A choice among today's codes of a list, labelled in the reader's language, headings as option groups.

    A code that stands in the record is among them, ended or not: what nobody changes stays.
    """

    def __init__(self, *, code_list: str, empty_label: str = "", **options: Any) -> None:
        self.code_list = code_list
        self.empty_label = empty_label
        self.stands = ""
        super().__init__(choices=self._rows, **options)

    def keep(self, code: str) -> None:
        """Offer a code that stands, too."""
        self.stands = code

    def _rows(self) -> Iterable[Any]:
        # Imported here: `queries` reads the models, and the models use the field below.
        from aircop.reference.queries import codes, grouped, label  # noqa: PLC0415

        rows: list[Any] = [("", self.empty_label), *grouped(self.code_list)]
        if self.stands and self.stands not in dict(codes(self.code_list)):
            words = _("%(code)s (no longer in the list)") % {"code": label(self.code_list, self.stands)}
            rows.append((self.stands, words))
        return rows


class CodeField(models.CharField[str, str]):
    """The text of a code; `code_list` names its list. Services check it with `queries.require_code`."""

    def __init__(self, verbose_name: Any = None, *, code_list: str, max_length: int = 40, **options: Any) -> None:
        self.code_list = code_list
        super().__init__(verbose_name, max_length=max_length, **options)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """Return what a migration writes down, the list's name included."""
        name, path, positional, keywords = super().deconstruct()
        return name, path, list(positional), {**keywords, "code_list": self.code_list}

    def formfield(self, form_class: Callable[..., Any] | None = None, **options: Any) -> forms.Field:
        """Return a choice among the codes of the list."""
        options.pop("choices_form_class", None)
        defaults: dict[str, Any] = {
            "label": self.verbose_name,
            "help_text": self.help_text,
            "required": not self.blank,
            "code_list": self.code_list,
        }
        field: forms.Field = (form_class or CodeChoiceField)(**{**defaults, **options})
        return field
