"""Addresses of the app."""

app_name = "home"
urlpatterns = []
