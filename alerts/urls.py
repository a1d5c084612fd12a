"""Addresses of the app."""

from django.urls import path

from alerts.views import alert, answer, photo, telling

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
    path("<uuid:pk>/acknowledge/", answer.alert_acknowledge, name="alert-acknowledge"),
    path("<uuid:pk>/answer/", answer.alert_answer, name="alert-answer"),
]
