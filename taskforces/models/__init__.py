"""Agencies, task forces, participation and membership."""

from taskforces.models.agency import Agency
from taskforces.models.membership import Membership
from taskforces.models.task_force import Participation, ReferenceCounter, TaskForce, UnitRole

__all__ = ["Agency", "Membership", "Participation", "ReferenceCounter", "TaskForce", "UnitRole"]
