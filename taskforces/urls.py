"""Addresses of the app."""

from django.urls import path

from taskforces.views import task_force

app_name = "taskforces"
urlpatterns = [
    path("", task_force.task_force_list, name="task-force-list"),
    path("<uuid:pk>/", task_force.task_force_detail, name="task-force-detail"),
]
