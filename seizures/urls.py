"""Addresses of the app."""

app_name = "seizures"
urlpatterns = []
