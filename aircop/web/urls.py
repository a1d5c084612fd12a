"""Choices of the reader that concern pages alone: theme, shortcuts, language."""

from django.urls import path
from django.views.i18n import set_language

from aircop.web import views

app_name = "web"
urlpatterns = [
    path("", views.choose_preference, name="preference"),
    path("language/", set_language, name="language"),
]
