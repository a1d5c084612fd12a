"""Addresses of the app."""

app_name = "taskforces"
urlpatterns = []
