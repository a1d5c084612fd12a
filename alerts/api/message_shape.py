"""What `/api/v1/threads/`, `/messages/`, `/requests/` and `/groups/` take and answer."""

from rest_framework import serializers

from aircop.rest.fields import EtagField, IdField, InstantField, TextField, TruthField, WholeNumberField, WordField
from aircop.rest.serializers import StrictSerializer
from alerts.enums import Clock, MessageKind, RequestStatus
from seizures.enums import Handling

FREE_KINDS = [(kind.value, kind.label) for kind in (MessageKind.GENERAL, MessageKind.FEEDBACK)]
SENT = "Your own ids of whole uploads that go along."


class PartyShape(StrictSerializer):
    """A unit or an agency that takes part."""

    task_force = IdField(allow_null=True, source="unit_id")
    agency = IdField(allow_null=True, source="agency_id")
    joined_at = InstantField(help_text="Who came later than the thread was begun reads what was written before.")


class ThreadAnswer(StrictSerializer):
    """A thread. `seizure` and `case` are null for who does not see that record."""

    id = IdField()
    etag = EtagField()
    access_list = IdField()
    reference = TextField()
    subject = TextField()
    task_force = IdField()
    group = IdField(allow_null=True)
    seizure = IdField(allow_null=True)
    case = IdField(allow_null=True)
    handling = TextField(help_text="The strictest of its messages.")
    recorded_at = InstantField()
    last_at = InstantField()
    parties = PartyShape(many=True)
    unread = WholeNumberField(help_text="Messages that the person behind the client has not read.")


class SayBody(StrictSerializer):
    """The words of a message, how they are handled and graded, and what comes along."""

    body = TextField(max_length=8_000)
    handling = WordField(choices=Handling.choices, required=False)
    handling_words = TextField(max_length=300, required=False, allow_blank=True)
    source_grade = TextField(max_length=40, required=False, allow_blank=True, help_text="`4x4:A`, B, C or X.")
    information_grade = TextField(max_length=40, required=False, allow_blank=True, help_text="`4x4:1` to 4.")
    uploads = serializers.ListField(child=IdField(), max_length=10, required=False, help_text=SENT)


class ThreadBody(SayBody):
    """A first message: about what, to whom. In a group its members read it, and nobody is named."""

    subject = TextField(max_length=120, help_text="One line without names.")
    units = serializers.ListField(child=IdField(), max_length=40, required=False)
    agencies = serializers.ListField(child=IdField(), max_length=40, required=False)
    group = IdField(required=False)
    seizure = IdField(required=False)
    case = IdField(required=False)


class PartyBody(StrictSerializer):
    """Who is let into a thread, and reads all of it: a unit or an agency, one of them."""

    task_force = IdField(required=False)
    agency = IdField(required=False)


class MessageBody(SayBody):
    """A further message in a thread; answers to requests are acts of the request."""

    thread = IdField()
    kind = WordField(choices=FREE_KINDS, required=False)


class MessageFileShape(StrictSerializer):
    """What came along; its bytes lie under `files/{id}/`."""

    id = IdField()
    name = TextField(source="file.name")
    media_type = TextField(source="file.media_type")
    size = WholeNumberField(source="file.size")
    scan = TextField(source="file.scan")


class MessageAnswer(StrictSerializer):
    """A message. Its words are null until its conditions are accepted, and for who sees no identities."""

    id = IdField()
    etag = EtagField()
    thread = IdField()
    kind = TextField()
    body = TextField(allow_null=True)
    handling = TextField()
    handling_words = TextField()
    source_grade = TextField()
    information_grade = TextField()
    sent_at = InstantField()
    task_force = IdField(allow_null=True)
    agency = IdField()
    answers = IdField(allow_null=True, help_text="The message that it answers.")
    asked_name = TextField(allow_null=True)
    asked_number = TextField(allow_null=True)
    asked_record = TextField(allow_null=True)
    files = MessageFileShape(many=True)
    locked = TruthField(help_text="Whether its conditions must be accepted first.")


class RequestBody(SayBody):
    """Of whom something is asked, how soon, about what; in a thread, or in a new one under a subject."""

    task_force = IdField(required=False, help_text="Whom you ask: a unit or an agency, one of them.")
    agency = IdField(required=False)
    clock = WordField(choices=Clock.choices, required=False)
    name = TextField(max_length=200, required=False, allow_blank=True)
    number = TextField(max_length=40, required=False, allow_blank=True)
    record = TextField(max_length=30, required=False, allow_blank=True)
    again = TruthField(required=False, help_text="Ask although the same was asked less than thirty days ago.")
    thread = IdField(required=False)
    subject = TextField(max_length=120, required=False)
    group = IdField(required=False)
    seizure = IdField(required=False)
    case = IdField(required=False)


class RefusalBody(SayBody):
    """Why the information is not given."""

    refusal = TextField(max_length=40, help_text="A code of the list refusal_reason.")


class InformationRequestAnswer(StrictSerializer):
    """A request for information, with the clock that both sides see."""

    id = IdField()
    etag = EtagField()
    thread = IdField(source="thread_id")
    message = IdField(source="message_id")
    from_task_force = IdField(source="from_unit_id", allow_null=True)
    from_agency = IdField(source="from_agency_id")
    to_task_force = IdField(source="to_unit_id", allow_null=True)
    to_agency = IdField(source="to_agency_id", allow_null=True)
    clock = WordField(choices=Clock.choices)
    status = WordField(choices=RequestStatus.choices)
    asked_at = InstantField()
    due_at = InstantField()
    paused_at = InstantField(allow_null=True, help_text="Since when the clock stands still.")
    ended_at = InstantField(allow_null=True)
    refusal = TextField()


class GroupMemberShape(StrictSerializer):
    """A unit, an agency or a person in a closed group."""

    id = IdField()
    task_force = IdField(source="unit_id", allow_null=True)
    agency = IdField(source="agency_id", allow_null=True)
    person = TextField(allow_null=True, help_text="The name of a person who is a member by itself.")
    joined_at = InstantField()
    until = InstantField(allow_null=True)
    ended_at = InstantField(allow_null=True)


class GroupAnswer(StrictSerializer):
    """A closed group with who belongs to it and who did."""

    id = IdField()
    etag = EtagField()
    access_list = IdField(source="access_list_id")
    reference = TextField()
    name = TextField()
    operation = TextField()
    task_force = IdField(source="task_force_id", help_text="The unit that leads.")
    recorded_at = InstantField()
    ends_at = InstantField(allow_null=True)
    ended_at = InstantField(allow_null=True)
    members = GroupMemberShape(many=True)


class GroupBody(StrictSerializer):
    """What a group is called, and when it ends."""

    name = TextField(max_length=120)
    operation = TextField(max_length=120, required=False, allow_blank=True)
    ends_at = InstantField(required=False)


class GroupMemberBody(StrictSerializer):
    """Who is let in: one of the three."""

    task_force = IdField(required=False)
    agency = IdField(required=False)
    person = TextField(max_length=254, required=False, help_text="The e-mail address.")
    until = InstantField(required=False)


class GroupMemberEndBody(StrictSerializer):
    """Who is taken out."""

    member = IdField()
