"""Opening task forces, and who takes part in them."""

import re
from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from aircop.access import grants
from aircop.access.actor import Actor
from aircop.access.events import AccessEnded, AccessGranted
from aircop.access.models import AccessList, ListKind, Share, ShareVia
from aircop.access.roles import UNIT_LEVELS, Level, Role
from aircop.access.verdict import require
from aircop.audit import record
from aircop.errors import Invalid, Missing
from aircop.events import append
from aircop.reference.models import Airport
from taskforces.enums import UnitKind
from taskforces.events import AgencyJoined, TaskForceOpened, UnitListShared, UnitListUnshared
from taskforces.models import Agency, Participation, TaskForce, UnitRole
from taskforces.rules import can_manage_task_force, can_open_task_force, can_unshare_unit_list
from taskforces.services.agency import require_words

TAKEN = gettext_noop("There is a unit with this code already. Look it up in the list, or choose another code.")
CODE = re.compile(r"[A-Z]{3}[0-9]")


@transaction.atomic
def open_task_force(
    *, actor: Actor, code: str, name: str, airport: Airport, host_agency: Agency, kind: str = UnitKind.JAITF
) -> TaskForce:
    """Open a task force with its access list and the groups of its roles; the host agency takes part at once.

    Refuses everybody but a platform administrator, a code of another shape or that a unit has, and an unknown kind.
    """
    require(can_open_task_force(actor))
    _check(code, name, kind)
    unit = TaskForce(code=code, name=name, kind=kind, airport=airport, host_agency=host_agency)
    unit.default_list = grants.open_list(
        kind=ListKind.DEFAULT, label=code, owner_agency=host_agency.pk, owner_unit=unit.pk
    )
    try:
        with transaction.atomic():
            unit.save(force_insert=True)
    except IntegrityError as error:  # somebody opened it at the same moment
        raise Invalid(_(TAKEN), field="code") from error
    for role, (level, with_identities) in UNIT_LEVELS.items():
        _open_role(actor, unit, role, level, with_identities=with_identities)
    Participation.objects.create(task_force=unit, agency=host_agency)
    record(actor, "task_force.open", about=unit, changes={"code": (None, code), "airport": (None, airport.pk)})
    append(TaskForceOpened(unit.pk, airport.pk), about=unit, actor=actor)
    return unit


def _check(code: str, name: str, kind: str) -> None:
    if not CODE.fullmatch(code):
        raise Invalid(_("A unit's code has three capitals and a digit: ABJ1."), field="code")
    if TaskForce.objects.filter(code=code).exists():
        raise Invalid(_(TAKEN), field="code")
    if kind not in UnitKind.values:
        raise Invalid(_("There is no such kind of unit."), field="kind")
    require_words(name, 150, field="name")


def _open_role(actor: Actor, unit: TaskForce, role: Role, level: Level, *, with_identities: bool) -> None:
    group = Group.objects.create(name=f"unit {unit.code} {role}")
    UnitRole.objects.create(task_force=unit, role=role, group=group)
    reader = grants.Reader(label=f"{unit.code}: {role.value}", group_id=group.pk)
    grants.give(
        unit.default_list,
        reader,
        level=level,
        with_identities=with_identities,
        reason="Role in the unit",
        via=ShareVia.DEFAULT,
        by=actor.subject_id,
    )


@transaction.atomic
def admit_agency(*, actor: Actor, task_force: TaskForce, agency: Agency) -> Participation:
    """Let an agency take part in a task force. Repeating it changes nothing."""
    unit = TaskForce.objects.select_for_update(no_key=True).get(pk=task_force.pk)
    require(can_manage_task_force(actor, unit))
    part, made = Participation.objects.get_or_create(task_force=unit, agency=agency, until=None)
    if made:
        record(actor, "task_force.admit", about=unit, changes={"agency": (None, agency.code)})
        append(AgencyJoined(unit.pk, agency.pk), about=unit, actor=actor)
    return part


@transaction.atomic
def share_unit_list(
    *, actor: Actor, task_force: TaskForce, agency: Agency, level: Level, reason: str, until: datetime | None = None
) -> Share:
    """Give an agency sight of all that lies on the unit's list, without identities (programme reporting).

    Refuses everybody but a platform administrator, any level above sight, an empty reason and an end in the past.
    """
    unit = TaskForce.objects.select_for_update(no_key=True).get(pk=task_force.pk)
    require(can_manage_task_force(actor, unit))
    if level != Level.VIEW:
        raise Invalid(_("The list of a whole unit is shared for reading only."), field="level")
    if not reason.strip():
        raise Invalid(_("Say why it is shared: the unit and the auditor will read it."), field="reason")
    if until is not None and until <= timezone.now():
        raise Invalid(_("The end of the share must lie ahead."), field="until")
    unit_list = AccessList.objects.get(pk=unit.default_list_id)
    reader = grants.Reader(label=agency.name, group_id=agency.group_id, agency_id=agency.pk)
    share = grants.give(
        unit_list,
        reader,
        level=level,
        with_identities=False,
        reason=reason,
        via=ShareVia.DIRECT,
        by=actor.subject_id,
        until=until,
        about=unit,
    )
    record(actor, "task_force.share", about=unit, purpose=reason, recipients=[agency.name])
    append(UnitListShared(unit.pk, agency.pk, level.value), about=unit, actor=actor)
    append(AccessGranted(unit_list.pk, share.pk, agency.group_id, None, level.value), about=share, actor=actor)
    return share


@transaction.atomic
def unshare_unit_list(*, actor: Actor, task_force: TaskForce, share_id: UUID, reason: str) -> Share:
    """Take an agency's sight of a unit's list back, now. What the roles of the unit hold cannot be taken so."""
    unit = TaskForce.objects.select_for_update(no_key=True).get(pk=task_force.pk)
    shares = Share.objects.filter(access_list_id=unit.default_list_id).exclude(via=ShareVia.DEFAULT)
    share = shares.filter(pk=share_id).first()
    if share is None:
        require(can_unshare_unit_list(actor, unit))
        raise Missing
    require(can_unshare_unit_list(actor, unit, share))
    grants.take_back(share, by=actor.subject_id)
    record(actor, "task_force.unshare", about=unit, reason=reason, recipients=[share.label])
    append(UnitListUnshared(unit.pk, share.pk), about=unit, actor=actor)
    append(AccessEnded(unit.default_list_id, share.pk, share.group_id, None, revoked=True), about=share, actor=actor)
    return share
