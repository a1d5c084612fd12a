"""Addresses of the app."""

from django.urls import path

from alerts.views import (
    acceptance,
    alert,
    answer,
    delivery,
    group,
    live,
    outcome,
    party,
    photo,
    quiet_hours,
    request,
    subscription,
    telling,
    thread,
    webhook,
)

app_name = "alerts"
urlpatterns = [
    path("", alert.alert_list, name="alert-list"),
    path("new/", alert.alert_create, name="alert-create"),
    path("<uuid:pk>/", alert.alert_detail, name="alert-detail"),
    path("<uuid:pk>/change/", alert.alert_change, name="alert-change"),
    path("<uuid:pk>/photos/", photo.photo_list, name="photo-list"),
    path("<uuid:pk>/photos/<uuid:photo>/remove/", photo.photo_remove, name="photo-remove"),
    path("<uuid:pk>/photos/<uuid:photo>/<slug:size>/", photo.photo_picture, name="photo-picture"),
    path("<uuid:pk>/submit/", telling.alert_submit, name="alert-submit"),
    path("<uuid:pk>/publish/", telling.alert_publish, name="alert-publish"),
    path("<uuid:pk>/return/", telling.alert_return, name="alert-return"),
    path("<uuid:pk>/warn/", telling.alert_warn, name="alert-warn"),
    path("<uuid:pk>/review/", telling.alert_review, name="alert-review"),
    path("<uuid:pk>/recall/", telling.alert_recall, name="alert-recall"),
    path("<uuid:pk>/discard/", telling.alert_discard, name="alert-discard"),
    path("<uuid:pk>/accept/", acceptance.alert_accept, name="alert-accept"),
    path("<uuid:pk>/acknowledge/", answer.alert_acknowledge, name="alert-acknowledge"),
    path("<uuid:pk>/answer/", answer.alert_answer, name="alert-answer"),
    path("unanswered/", answer.answer_list, name="answer-list"),
    path("statistics/", outcome.outcome_list, name="outcome-list"),
    path("statistics/export/", outcome.outcome_export, name="outcome-export"),
    path("unread/", live.unread, name="unread"),
    path("deliveries/", delivery.delivery_list, name="delivery-list"),
    path("deliveries/<uuid:pk>/resend/", delivery.delivery_resend, name="delivery-resend"),
    path("subscriptions/", subscription.subscription_list, name="subscription-list"),
    path("subscriptions/new/", subscription.subscription_create, name="subscription-create"),
    path("subscriptions/<uuid:pk>/", subscription.subscription_change, name="subscription-change"),
    path("subscriptions/<uuid:pk>/switch/", subscription.subscription_switch, name="subscription-switch"),
    path("subscriptions/<uuid:pk>/remove/", subscription.subscription_remove, name="subscription-remove"),
    path("quiet-hours/", quiet_hours.quiet_hours, name="quiet-hours"),
    path("quiet-hours/end/", quiet_hours.quiet_hours_end, name="quiet-hours-end"),
    path("webhooks/", webhook.webhook_list, name="webhook-list"),
    path("webhooks/new/", webhook.webhook_create, name="webhook-create"),
    path("webhooks/<uuid:pk>/try/", webhook.webhook_try, name="webhook-try"),
    path("webhooks/<uuid:pk>/stop/", webhook.webhook_stop, name="webhook-stop"),
]

# Of a seizure: of which alerts it came, which tell of it. `/seizures/…`.
of_seizures = [path("<uuid:pk>/alerts/", answer.seizure_alerts, name="seizure-alerts")]

# What units and agencies write to each other: `/messages/…`.
messages = [
    path("", thread.thread_list, name="thread-list"),
    path("new/", thread.thread_create, name="thread-create"),
    path("ask/", request.request_create, name="request-create"),
    path("groups/", group.group_list, name="group-list"),
    path("groups/new/", group.group_create, name="group-create"),
    path("groups/<uuid:pk>/", group.group_detail, name="group-detail"),
    path("groups/<uuid:pk>/end/", group.group_end, name="group-end"),
    path("groups/<uuid:pk>/members/<uuid:member>/end/", group.group_member_end, name="group-member-end"),
    path("<uuid:pk>/", thread.thread_detail, name="thread-detail"),
    path("<uuid:pk>/let-in/", party.party_create, name="thread-admit"),
    path("<uuid:pk>/ask/", request.request_add, name="thread-ask"),
    path("<uuid:pk>/accept/<uuid:message>/", acceptance.conditions_accept, name="thread-accept"),
    path("<uuid:pk>/requests/<uuid:question>/check/", request.request_check, name="thread-check"),
    path("<uuid:pk>/requests/<uuid:question>/withdraw/", request.request_withdraw, name="thread-withdraw"),
    path("<uuid:pk>/files/<uuid:file>/", thread.file_download, name="thread-file"),
    path("<uuid:pk>/files/<uuid:file>/<slug:size>/", thread.file_picture, name="thread-picture"),
]
