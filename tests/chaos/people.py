"""`python -m tests.chaos.people N`: N people in a unit, and an alert that is told to it. Prints the alert's id."""

import sys
from uuid import uuid4

import django


def main() -> None:
    """Make them."""
    django.setup()
    from django.db import transaction  # noqa: PLC0415 - after the setup

    from aircop.access.models import Seat  # noqa: PLC0415
    from taskforces.models import UnitRole  # noqa: PLC0415
    from tests.alerts.told import drafted, publish_reviewed  # noqa: PLC0415
    from tests.cast import Cast  # noqa: PLC0415

    cast = Cast()
    with transaction.atomic():
        officer = cast.partner_officer
        assert cast.officer
        assert cast.supervisor
    seats = Seat.objects.using("owner").filter(user_id=officer.user.pk)
    seat = seats.get(group__in=UnitRole.objects.filter(task_force=cast.acc).values("group"))
    seat_people(int(sys.argv[1]) - 1, seat)
    with transaction.atomic():
        alert = publish_reviewed(cast, drafted(cast))
    sys.stdout.write(str(alert.pk))


def seat_people(number: int, seat: "object") -> None:
    """Make as many people, and seat each like the one whose seat is given."""
    from aircop.access.models import Seat  # noqa: PLC0415
    from aircop.accounts.models import User  # noqa: PLC0415

    assert isinstance(seat, Seat)
    people = [User(email=f"person{n}@example.org", name=f"Person {n}", password="!") for n in range(number)]
    User.objects.using("owner").bulk_create(people, batch_size=1_000)
    rows = [
        Seat(
            user_id=each.pk,
            group_id=seat.group_id,
            membership_id=uuid4(),
            agency_id=seat.agency_id,
            unit_id=seat.unit_id,
            role=seat.role,
            label=seat.label,
        )
        for each in people
    ]
    Seat.objects.using("owner").bulk_create(rows, batch_size=1_000)


if __name__ == "__main__":
    main()
