"""What else happens when something happened to an alert."""

from aircop.events import EventView, consumer
from alerts.services.delivery import fan_out, tell_recall
from alerts.tasks import send_deliveries_task


@consumer("alert_deliveries", kinds={"alert_published", "alert_recalled"})
def deliver(event: EventView) -> None:
    """Bring a published alert to everybody who was addressed, and its recall to everybody who got it."""
    if event.kind == "alert_published":
        fan_out(event.object_id)
    else:
        tell_recall(event.object_id)
    send_deliveries_task.delay()  # the clock asks too, in case this call gets lost
