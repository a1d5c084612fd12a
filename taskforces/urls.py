"""Addresses of the app."""

from django.urls import path

from taskforces.views import contact_point, milestone, task_force

app_name = "taskforces"
urlpatterns = [
    path("", task_force.task_force_list, name="task-force-list"),
    path("<uuid:pk>/", task_force.task_force_detail, name="task-force-detail"),
    path("<uuid:pk>/milestones/new/", milestone.milestone_create, name="milestone-create"),
    path("<uuid:pk>/milestones/<uuid:milestone>/strike/", milestone.milestone_strike, name="milestone-strike"),
]

contacts = (
    [
        path("", contact_point.contact_list, name="contact-list"),
        path("new/", contact_point.contact_create, name="contact-create"),
        path("<uuid:pk>/", contact_point.contact_detail, name="contact-detail"),
        path("<uuid:pk>/change/", contact_point.contact_change, name="contact-change"),
        path("<uuid:pk>/verify/", contact_point.contact_verify, name="contact-verify"),
        path("<uuid:pk>/remove/", contact_point.contact_remove, name="contact-remove"),
    ],
    "contacts",
)
