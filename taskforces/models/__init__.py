"""Agencies, task forces, participation, membership, milestones, the contact directory and the duty roster."""

from taskforces.models.access_review import AccessReview, Decision, ReviewLine
from taskforces.models.agency import Agency
from taskforces.models.contact_point import ContactPoint
from taskforces.models.duty import DutyShift
from taskforces.models.handover import Handover, HandoverLine
from taskforces.models.hit_opening import HitOpening
from taskforces.models.membership import Membership
from taskforces.models.milestone import Milestone
from taskforces.models.task_force import Participation, ReferenceCounter, TaskForce, UnitRole

__all__ = [
    "AccessReview",
    "Agency",
    "ContactPoint",
    "Decision",
    "DutyShift",
    "Handover",
    "HandoverLine",
    "HitOpening",
    "Membership",
    "Milestone",
    "Participation",
    "ReferenceCounter",
    "ReviewLine",
    "TaskForce",
    "UnitRole",
]
