"""What a token may be allowed to do, per resource and verb. A scope only narrows what the seats allow."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aircop.errors import Invalid

SCOPES: dict[str, str | Promise] = {
    "reference:read": gettext_lazy("Read airports and code lists"),
    "units:read": gettext_lazy("Read agencies and task forces"),
    "alerts:read": gettext_lazy("Read alerts"),
    "alerts:write": gettext_lazy("Write, send, recall and answer alerts"),
    "messages:read": gettext_lazy("Read messages and requests for information"),
    "messages:write": gettext_lazy("Send messages, ask, answer, and keep closed groups"),
    "deliveries:read": gettext_lazy("Follow deliveries"),
    "deliveries:write": gettext_lazy("Send deliveries again"),
    "webhooks:read": gettext_lazy("Read webhooks"),
    "webhooks:write": gettext_lazy("Add, try and switch off webhooks"),
    "units:write": gettext_lazy("Open agencies and task forces, and record milestones"),
    "people:read": gettext_lazy("Read the people whose accounts one keeps, reviews of access and hand-overs"),
    "people:write": gettext_lazy("Invite people, keep their accounts, review access and hand over"),
    "contacts:read": gettext_lazy("Read the contact directory"),
    "contacts:write": gettext_lazy("Keep the contact directory"),
    "seizures:read": gettext_lazy("Read seizures"),
    "seizures:write": gettext_lazy("Log, change and submit seizures"),
    "seizures:verify": gettext_lazy("Verify and reject seizures"),
    "seizures:share": gettext_lazy("Share seizures and end shares"),
    "shares:read": gettext_lazy("Read shares and questions of consent"),
    "cases:read": gettext_lazy("Read cases"),
    "cases:write": gettext_lazy("Open, change and close cases"),
    "persons:read": gettext_lazy("Read persons and arrests, without identities"),
    "persons:identities": gettext_lazy("Read identities of persons, where the right is held"),
    "persons:write": gettext_lazy("Add and change persons, arrests and outcomes"),
    "changes:read": gettext_lazy("Follow the change feed"),
    "audit:read": gettext_lazy("Read the audit of one's agency, where the right is held"),
    "codes:write": gettext_lazy("Keep the code lists"),
}


def known_scopes(asked: Iterable[str]) -> list[str]:
    """Return the scopes in their own order, once each; refuse unknown ones and an empty choice."""
    chosen = set(asked)
    if unknown := chosen - set(SCOPES):
        raise Invalid(_("There is no scope %(name)s.") % {"name": min(unknown)}, field="scopes")
    if not chosen:
        raise Invalid(_("Choose at least one thing the token may do."), field="scopes")
    return [scope for scope in SCOPES if scope in chosen]
