"""The REST tree: collects each app's routes."""

urlpatterns = []
