"""What else happens when something happened to an alert, or somebody wrote.

The name of a consumer is the key of its position in the log: under another name it would begin anew.
"""

from aircop.events import EventView, consumer
from alerts.services.chase import ask_again
from alerts.services.delivery import fan_out, put_trial, tell_recall
from alerts.services.escalation import start_clocks
from alerts.services.message_delivery import tell_message, tell_newcomers
from alerts.tasks import ring_webhooks_task, send_deliveries_task


@consumer("alert_deliveries", kinds={"alert_published", "alert_recalled"})
def deliver(event: EventView) -> None:
    """Bring a published alert to everybody who was addressed, and its recall to everybody who got it."""
    if event.kind == "alert_published":
        fan_out(event.object_id)
        start_clocks(event.object_id)
    else:
        tell_recall(event.object_id)
    send_deliveries_task.delay()  # the clock asks too, in case these calls get lost
    ring_webhooks_task.delay()


@consumer("alert_chases", kinds={"answer_chased"})
def ask_for_the_answer(event: EventView) -> None:
    """Ask the people of a silent addressee again."""
    ask_again(event.payload.reminder)
    send_deliveries_task.delay()


@consumer("webhook_trials", kinds={"webhook_tried", "delivery_resent"})
def try_out(event: EventView) -> None:
    """Bring a trial into the queue; what goes out once more is there already."""
    if event.kind == "webhook_tried":
        put_trial(event.id, event.object_id)
    send_deliveries_task.delay()
    ring_webhooks_task.delay()


@consumer("message_notices", kinds={"message_sent", "thread_party_added"})
def bring(event: EventView) -> None:
    """Bring a message to everybody who takes part in its thread, and the last one to who was let in since."""
    if event.kind == "message_sent":
        tell_message(event.payload.message)
    else:
        tell_newcomers(event.payload.thread)
    send_deliveries_task.delay()  # the clock asks too, in case this call gets lost
