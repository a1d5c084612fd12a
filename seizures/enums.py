"""Workflow states and other fixed choices. Code lists (substances, methods ...) are rows in `aircop.reference`."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

UNKNOWN = "UNK"  # told, but not known: another thing than an empty field, which nobody filled in


class SeizureStatus(models.TextChoices):
    """Where a seizure stands."""

    DRAFT = "draft", pgettext_lazy("seizure", "Draft")
    SUBMITTED = "submitted", pgettext_lazy("seizure", "Submitted")
    VERIFIED = "verified", pgettext_lazy("seizure", "Verified")
    LOCKED = "locked", pgettext_lazy("seizure", "Locked")
    REJECTED = "rejected", pgettext_lazy("seizure", "Rejected")
    DUPLICATE = "duplicate", pgettext_lazy("seizure", "Duplicate")


class Precision(models.TextChoices):
    """How exactly a time is known."""

    MINUTE = "minute", _("to the minute")
    HOUR = "hour", _("to the hour")
    DAY = "day", _("the day only")


class Handling(models.TextChoices):
    """Europol handling codes: conditions, not a ladder."""

    H0 = "H0", _("H0: free for fighting crime")
    H1 = "H1", _("H1: not in court without consent")
    H2 = "H2", _("H2: not passed on without consent")
    H3 = "H3", _("H3: other conditions")


class AttachmentKind(models.TextChoices):
    """How a file is shown: as a picture, or as a name to download."""

    PHOTO = "photo", _("Photo")
    DOCUMENT = "document", _("Document")


class HintStatus(models.TextChoices):
    """What became of two records that look like one."""

    OPEN = "open", pgettext_lazy("duplicate", "To decide")
    MERGED = "merged", pgettext_lazy("duplicate", "Merged")
    APART = "apart", pgettext_lazy("duplicate", "Two seizures")


class Search(models.TextChoices):
    """How an arrested person was searched."""

    SAME = "same", pgettext_lazy("search of a person", "By an officer of the same sex")
    OTHER = "other", pgettext_lazy("search of a person", "By an officer of the other sex")
    NONE = "none", pgettext_lazy("search of a person", "Not searched")


class EntryForm(models.TextChoices):
    """The form that an entry was begun in."""

    QUICK = "quick", _("Log a seizure")
    CHANGE = "change", _("Change the seizure")
    ITEM = "item", _("What was found")
    CONVEYANCE = "conveyance", _("What carried it")
    ROUTE = "route", _("Route")
    ARREST = "arrest", _("Arrest")
    PERSON = "person", _("What is told of a person")


class ConsentKind(models.TextChoices):
    """What the agency whose record it is is asked to agree to."""

    SHARE = "share", _("Share it onward")
    EXPORT = "export", _("Take it along in a file")
    COURT = "court", _("Use it in court")


class ConsentAnswer(models.TextChoices):
    """What that agency said."""

    GRANTED = "granted", pgettext_lazy("consent", "Granted")
    REFUSED = "refused", pgettext_lazy("consent", "Refused")


class CaseStatus(models.TextChoices):
    """Where a case stands."""

    DRAFT = "draft", pgettext_lazy("case", "Draft")
    OPEN = "open", pgettext_lazy("case", "Open")
    INVESTIGATION = "investigation", pgettext_lazy("case", "Under investigation")
    PROSECUTOR = "referred", pgettext_lazy("case", "Referred to the prosecutor")
    COURT = "court", pgettext_lazy("case", "In court")
    SUSPENDED = "suspended", pgettext_lazy("case", "Suspended")
    CLOSED = "closed", pgettext_lazy("case", "Closed")
    MERGED = "merged", pgettext_lazy("case", "Merged")


class CaseAgencyRole(models.TextChoices):
    """How an agency takes part in a case."""

    LEAD = "lead", pgettext_lazy("agency of a case", "Leads")
    PARTICIPATING = "participating", pgettext_lazy("agency of a case", "Takes part")


class ItemChoice(models.TextChoices):
    """What becomes of a linked seizure when its case is shared."""

    INCLUDED = "included", pgettext_lazy("in a share of a case", "Included")
    WITHOUT = "without", pgettext_lazy("in a share of a case", "Without names and free text")
    NOT = "not", pgettext_lazy("in a share of a case", "Not shared")


class ReferralKind(models.TextChoices):
    """What another unit is asked to do with a case."""

    REFER = "refer", pgettext_lazy("referral", "Refer: they work on it, it stays ours")
    TRANSFER = "transfer", pgettext_lazy("referral", "Transfer: it becomes theirs")


class ReferralStatus(models.TextChoices):
    """Where a referral stands."""

    OFFERED = "offered", pgettext_lazy("referral", "Offered")
    ACCEPTED = "accepted", pgettext_lazy("referral", "Accepted")
    DECLINED = "declined", pgettext_lazy("referral", "Declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("referral", "Withdrawn")
    HANDED_BACK = "handed_back", pgettext_lazy("referral", "Handed back")


class Listed(models.TextChoices):
    """Of which list a saved view is."""

    SEIZURES = "seizures", pgettext_lazy("list", "Seizures")
    CASES = "cases", pgettext_lazy("list", "Cases")


class Clock(models.TextChoices):
    """Which clock of a referral ran out."""

    ANSWER = "answer", pgettext_lazy("clock", "to answer")
    WORK = "work", pgettext_lazy("clock", "to hand it back")
