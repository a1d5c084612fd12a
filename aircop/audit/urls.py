"""Addresses of the app."""

from django.urls import path

from aircop.audit import views

app_name = "audit"
urlpatterns = [path("", views.entry_list, name="entry-list")]
