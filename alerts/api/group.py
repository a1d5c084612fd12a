"""`/api/v1/groups/`: closed groups of one operation."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import Prefetch, QuerySet

from aircop.access.pages import page
from aircop.audit import record
from aircop.errors import Missing
from aircop.rest.filters import Filters, IdFilter
from aircop.rest.views import Created, Listed, ResourceView, Retrieved, act
from alerts.api.message_shape import GroupAnswer, GroupBody, GroupMemberBody, GroupMemberEndBody
from alerts.api.thread import READ, WRITE
from alerts.models import ClosedGroup, GroupMember
from alerts.queries.group import members_of
from alerts.services.group import Purpose, add_member, end_group, end_membership_in_group, open_group
from seizures.queries.share import receiver_told


class GroupFilters(Filters):
    """What groups can be narrowed by."""

    task_force = IdFilter("task_force_id", "Led by this task force.")
    access_list = IdFilter("access_list_id", "On this access list.")


class GroupView(Listed, Retrieved, Created, ResourceView):
    """Closed groups of which the client is a member."""

    serializer_class = GroupAnswer
    bodies: ClassVar = {"create": GroupBody, "add_member": GroupMemberBody, "end_member": GroupMemberEndBody}
    required_scopes: ClassVar = {
        **dict.fromkeys(("list", "retrieve"), READ),
        **dict.fromkeys(("create", "add_member", "end_member", "end"), WRITE),
    }
    filters = GroupFilters
    orderings: ClassVar = ("recorded_at",)
    default_ordering = "-recorded_at"
    pager: ClassVar = staticmethod(page)

    def visible(self) -> QuerySet[ClosedGroup]:
        """Return what the client may see."""
        members = GroupMember.objects.filter(group__in=ClosedGroup.objects.visible_to(self.actor))
        rows = Prefetch("members", members.select_related("person").order_by("joined_at", "id"))
        return ClosedGroup.objects.visible_to(self.actor).with_rows().prefetch_related(rows)

    def represent(self, rows: Sequence[ClosedGroup]) -> list[Any]:
        """Return the groups, each with its tag."""
        for row in rows:
            row.etag = self.etag_of(row)  # type: ignore[attr-defined]
        return super().represent(rows)

    def note_read(self, rows: Sequence[ClosedGroup]) -> None:
        """Leave one entry for the answer."""
        if self.action == "list":
            record(self.actor, "group.list", rows=rows)
        else:
            record(self.actor, "group.read", about=rows[0])

    def perform_create(self, data: dict[str, Any]) -> ClosedGroup:
        """Open it."""
        return open_group(actor=self.actor, purpose=Purpose(**data))

    @act
    def add_member(self, row: ClosedGroup, data: dict[str, Any]) -> ClosedGroup:
        """Let a unit, an agency or a person in."""
        add_member(actor=self.actor, group=row, until=data.pop("until", None), receiver=receiver_told(data))
        return row

    @act
    def end_member(self, row: ClosedGroup, data: dict[str, Any]) -> ClosedGroup:
        """Take a member out."""
        member = next((each for each in members_of(row) if each.pk == data["member"]), None)
        if member is None:
            raise Missing
        member.group = row
        end_membership_in_group(actor=self.actor, member=member)
        return row

    @act
    def end(self, row: ClosedGroup, _data: dict[str, Any]) -> ClosedGroup:
        """End the group."""
        return end_group(actor=self.actor, group=row)
