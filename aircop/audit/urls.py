"""Addresses of the app."""

app_name = "audit"
urlpatterns = []
