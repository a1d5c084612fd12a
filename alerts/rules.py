"""Who may do what to an alert: role, reach and state in one answer, with the reason."""

from django.utils.translation import gettext as _

from aircop.access import grants
from aircop.access.actor import Actor
from aircop.access.models import ListKind
from aircop.access.roles import SEE_IDENTITY, WITHOUT_RECORDS, Permission, Role
from aircop.access.verdict import Verdict, allow, in_unit, lacks, refuse, rule
from alerts.enums import AlertKind, AlertStatus, Channel
from alerts.models import Addressee, Alert, Delivery, Subscription, Webhook
from alerts.queries.acceptance import closed_alerts
from alerts.queries.alert import case_of, seizure_of
from alerts.states import allows
from seizures.enums import ConsentKind, Handling
from seizures.models import Case, Seizure
from seizures.queries.consent import acts_for_owner, holding
from seizures.rules import can_erase_seizure, consented

OPEN = {AlertStatus.DRAFT, AlertStatus.IN_REVIEW}


@rule
def can_write_alert(actor: Actor, _scope: None = None) -> Verdict:
    """Officers, supervisors and analysts write alerts for the task force in which they act."""
    return in_unit(actor, Permission.WRITE_ALERT)


def asks_neutrality(alert: Alert) -> bool:
    """Whether the reviewer answers the questions of neutrality: for notices, requests to locate and general alerts."""
    return bool(alert.colour) or alert.kind in {AlertKind.GENERAL, AlertKind.LOCATE}


@rule
def can_tell_of_records(actor: Actor, alert: Alert) -> Verdict:
    """An alert tells of the seizure and the case that it names as far as who tells it may pass those on.

    Of a restricted one no alert tells. Another agency's is told of as strictly as it is handled, under H2 with its
    consent, and to those agencies alone that the consent names.
    """
    named = ((alert.seizure_id, seizure_of), (alert.case_id, case_of))
    verdicts = (_tells_of(actor, alert, found(actor, alert)) for key, found in named if key is not None)
    return next((each for each in verdicts if not each), allow())


def _tells_of(actor: Actor, alert: Alert, record: Seizure | Case | None) -> Verdict:
    if record is None:
        words = _("It names a record that you do not see. Ask somebody who sees it, or write it anew without that.")
        return refuse(words, "record")
    verdict = can_tell_of_record(actor, record)
    if not verdict or acts_for_owner(actor, record):
        return verdict
    if alert.handling < record.handling:
        words = _("The record of another agency that it names is under %(code)s: handle the alert as strictly.")
        return refuse(words % {"code": record.handling}, "milder")
    return _reaches(actor, alert, record) if record.handling == Handling.H2 else allow()


@rule
def can_tell_of_record(actor: Actor, record: Seizure | Case) -> Verdict:
    """Alerts tell of a record that is not restricted; of another agency's under H2 with its consent."""
    if record.root_list.kind == ListKind.RESTRICTED:
        return refuse(_("It names a restricted record: no alert tells of that. Write it anew without."), "restricted")
    if not consented(actor, record, Handling.H2, ConsentKind.SHARE):
        words = _("It names a record of another agency under H2: ask that agency to consent first, or leave it out.")
        return refuse(words, "handling")
    return allow()


def _reaches(actor: Actor, alert: Alert, record: Seizure | Case) -> Verdict:
    """Ask that a consent names everybody who is addressed: it names agencies, never units."""
    to = set(holding(actor, record, ConsentKind.SHARE).values_list("to_agency_id", flat=True))
    if all(row.agency_id in to for row in alert.addressees.all()):
        return allow()
    words = _("The consent to tell of the record names other agencies: address those alone, or ask again.")
    return refuse(words, "reach")


def _of_unit(actor: Actor, alert: Alert, permission: Permission) -> Verdict:
    """Ask for the role, and for acting in the unit that tells the alert."""
    if not actor.may(permission):
        return lacks(permission)
    if not actor.in_unit(alert.owner_unit):
        return refuse(_("Only the unit that owns the record may do this."), "other_unit")
    return allow()


def _in_state(alert: Alert, then: AlertStatus) -> Verdict:
    if allows(alert.status, then):
        return allow()
    now = alert.get_status_display()
    return refuse(_("Not possible while the status is “%(state)s”.") % {"state": now}, "state")


@rule
def can_change_alert(actor: Actor, alert: Alert) -> Verdict:
    """A draft is changed by its author, what waits for review by its reviewer too; what was told stands."""
    verdict = _of_unit(actor, alert, Permission.WRITE_ALERT)
    if verdict and alert.status not in OPEN:
        return refuse(_("It was told already: recall it and write another one."), "state")
    if verdict and alert.recorded_by_id != actor.subject_id and not actor.may(Permission.PUBLISH_ALERT):
        return refuse(_("It is not your draft."), "author")
    return verdict


@rule
def can_tell_names(actor: Actor, alert: Alert) -> Verdict:
    """Who does not see identities writes none."""
    if SEE_IDENTITY in grants.held_here(actor, alert):
        return allow()
    return refuse(_("Names and texts are hidden from you here, so you can neither write nor share them."), "identity")


@rule
def can_discard_alert(actor: Actor, alert: Alert) -> Verdict:
    """The author throws away a draft; anything told stays."""
    verdict = _of_unit(actor, alert, Permission.WRITE_ALERT)
    if verdict and (alert.status != AlertStatus.DRAFT or alert.submitted_at):
        return refuse(_("Only a draft that nobody else has seen can be thrown away."), "state")
    return verdict


@rule
def can_submit_alert(actor: Actor, alert: Alert) -> Verdict:
    """The author hands a draft to the reviewer."""
    verdict = _of_unit(actor, alert, Permission.WRITE_ALERT)
    return verdict and _in_state(alert, AlertStatus.IN_REVIEW)


@rule
def can_return_alert(actor: Actor, alert: Alert) -> Verdict:
    """A reviewer gives an alert back to its author."""
    verdict = _of_unit(actor, alert, Permission.PUBLISH_ALERT)
    return verdict and _in_state(alert, AlertStatus.DRAFT)


@rule
def can_publish_alert(actor: Actor, alert: Alert) -> Verdict:
    """A supervisor of the unit, other than who wrote it, reviews and publishes what waits."""
    verdict = _of_unit(actor, alert, Permission.PUBLISH_ALERT)
    if verdict and alert.status != AlertStatus.IN_REVIEW:
        now = alert.get_status_display()
        return refuse(_("Not possible while the status is “%(state)s”.") % {"state": now}, "state")
    return verdict and _not_own(actor, alert) and can_tell_of_records(actor, alert)


@rule
def can_warn_at_once(actor: Actor, alert: Alert) -> Verdict:
    """One officer sends an urgent warning at once where nobody must review it first; a supervisor does afterwards.

    Not a notice in a colour or another alert about which a reviewer answers questions, and not what a reviewer gave
    back.
    """
    verdict = _of_unit(actor, alert, Permission.WARN_AT_ONCE)
    if verdict and alert.status != AlertStatus.DRAFT:
        now = alert.get_status_display()
        return refuse(_("Not possible while the status is “%(state)s”.") % {"state": now}, "state")
    if verdict and alert.colour:
        return refuse(_("A notice in a colour is reviewed first. Take the colour away to warn at once."), "colour")
    if verdict and asks_neutrality(alert):
        return refuse(_("An alert of this kind is reviewed first: hand it to review."), "kind")
    if verdict and alert.submitted_at is not None:
        return refuse(_("A reviewer gave it back: it goes out by review alone. Hand it over again."), "returned")
    return verdict and can_tell_of_records(actor, alert)


@rule
def can_review_warning(actor: Actor, alert: Alert) -> Verdict:
    """A supervisor of the unit, other than who sent it, looks at a warning that went out at once."""
    verdict = _of_unit(actor, alert, Permission.PUBLISH_ALERT)
    if verdict and not (alert.urgent and alert.status == AlertStatus.PUBLISHED and alert.reviewed_at is None):
        return refuse(_("It does not wait for a review."), "state")
    return verdict and _not_own(actor, alert)


def _not_own(actor: Actor, alert: Alert) -> Verdict:
    if actor.subject_id in alert.hands:
        return refuse(_("You wrote or sent it yourself: somebody else must review it."), "author")
    return allow()


@rule
def can_recall_alert(actor: Actor, alert: Alert) -> Verdict:
    """A supervisor of the unit recalls what was told; who warned at once takes the own warning back too."""
    own = alert.urgent and alert.published_by_id == actor.subject_id
    verdict = _of_unit(actor, alert, Permission.WARN_AT_ONCE if own else Permission.PUBLISH_ALERT)
    return verdict and _in_state(alert, AlertStatus.RECALLED)


@rule
def can_answer_alerts(actor: Actor, _scope: None = None) -> Verdict:
    """Officers and supervisors answer for the unit or agency in which they act."""
    return allow() if actor.may(Permission.ANSWER_ALERT) else lacks(Permission.ANSWER_ALERT)


@rule
def can_answer_alert(actor: Actor, alert: Alert, addressee: Addressee | None = None) -> Verdict:
    """An officer or a supervisor answers for an addressed unit or agency in which it acts; not who wrote or told it."""
    verdict = can_answer_alerts(actor)
    if not verdict:
        return verdict
    if alert.status in OPEN:
        return refuse(_("It was not told yet."), "state")
    if addressee is None or not _acts_for(actor, addressee):
        return refuse(_("Your task force or agency was not addressed: there is nothing to answer."), "addressee")
    if actor.subject_id in alert.hands:
        return refuse(_("You wrote or told it yourself: somebody else answers for whom it was told."), "author")
    if closed_alerts(actor, [alert]):
        return refuse(_("Take note of its conditions first."), "conditions")
    return allow()


@rule
def can_accept_alert(_actor: Actor, alert: Alert) -> Verdict:
    """Who reads an alert that was told under conditions takes note of them."""
    if alert.published_at is None:
        return refuse(_("It was not told yet."), "state")
    if alert.handling != Handling.H3:
        return refuse(_("It carries no conditions of its own."), "handling")
    return allow()


def _acts_for(actor: Actor, addressee: Addressee) -> bool:
    acting = actor.acting
    return acting is not None and (
        actor.in_unit(addressee.unit_id)
        or (addressee.agency_id is not None and acting.agency_id == addressee.agency_id)
    )


@rule
def can_erase_alert(actor: Actor, alert: Alert) -> Verdict:
    """As for a seizure: an administrator of the agency that owns it, or of the platform, by order of the law."""
    return can_erase_seizure(actor, alert)


@rule
def can_follow_deliveries(actor: Actor, _scope: None = None) -> Verdict:
    """Supervisors and administrators of an agency follow what went out to its people and systems."""
    return allow() if actor.may(Permission.FOLLOW_DELIVERIES) else lacks(Permission.FOLLOW_DELIVERIES)


@rule
def can_resend_delivery(actor: Actor, delivery: Delivery) -> Verdict:
    """Whoever follows a delivery of its agency sends it again: what was set aside or fails, and any to a system."""
    verdict = can_follow_deliveries(actor)
    if verdict and (actor.acting is None or actor.acting.agency_id != delivery.agency_id):
        return refuse(_("It went to another agency."), "other_agency")
    if verdict and delivery.withheld_at is not None:
        return refuse(_("It was held back: its recipient may not be told any more."), "state")
    if verdict and not _may_go_again(delivery):
        return refuse(_("It is on its way, or arrived."), "state")
    return verdict


def _may_go_again(delivery: Delivery) -> bool:
    if delivery.channel == Channel.APP:
        return False
    if delivery.delivered_at is not None:
        return delivery.channel == Channel.WEBHOOK
    return delivery.parked_at is not None or bool(delivery.fault)


@rule
def can_manage_webhooks(actor: Actor, webhook: Webhook | None = None) -> Verdict:
    """The administrator of an agency names the addresses of its systems, acting for it."""
    if not actor.may(Permission.MANAGE_WEBHOOKS):
        return lacks(Permission.MANAGE_WEBHOOKS)
    if webhook is not None and (actor.acting is None or actor.acting.agency_id != webhook.agency_id):
        return refuse(_("You keep the webhooks of your own agency only."), "other_agency")
    if webhook is not None and webhook.stopped_at is not None:
        return refuse(_("It was switched off. Add the address anew to use it again."), "state")
    return allow()


@rule
def can_subscribe(actor: Actor, _scope: None = None) -> Verdict:
    """Every person who reads alerts keeps subscriptions: they are a person's own, a system has webhooks."""
    if not actor.signed_in or actor.acting is None or actor.acting.role == Role.PARTNER:
        return refuse(_("Subscriptions belong to people. A system is told by a webhook."), "person")
    if actor.acting.role in WITHOUT_RECORDS:
        return refuse(_("In the role in which you act you read no alerts."), "role")
    return allow()


@rule
def can_change_subscription(actor: Actor, subscription: Subscription) -> Verdict:
    """A subscription is changed and removed by the person whose it is, in whatever role it acts now."""
    if not actor.signed_in or subscription.person_id != actor.subject_id:
        return refuse(_("It is not your subscription."), "person")
    return allow()


@rule
def can_keep_quiet(actor: Actor, _scope: None = None) -> Verdict:
    """Everybody who is told of alerts says when it is not to be woken."""
    return can_subscribe(actor)
