"""Addresses of the house itself: the gallery of components."""

from django.urls import path

from aircop.home.views import styleguide

app_name = "home"
urlpatterns = [
    path("styleguide/", styleguide.styleguide, name="styleguide"),
    path("styleguide/arabic/", styleguide.arabic, name="styleguide-arabic"),
    path("styleguide/dialog/", styleguide.dialog, name="styleguide-dialog"),
    path("styleguide/airports/", styleguide.airports, name="styleguide-airports"),
]
