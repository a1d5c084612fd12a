"""Addresses of the house itself: the first page of the day, and the gallery of components."""

from django.urls import path

from aircop.home.views import audit_export, demo_mail, my_work, search, styleguide

app_name = "home"
urlpatterns = [
    path("", my_work.my_work, name="my-work"),
    path("seen/", my_work.came_back_seen, name="came-back-seen"),
    path("audit/export/", audit_export.audit_export, name="audit-export"),
    path("demo/mail/", demo_mail.demo_mail, name="demo-mail"),
    path("search/", search.search, name="search"),
    path("styleguide/", styleguide.styleguide, name="styleguide"),
    path("styleguide/arabic/", styleguide.arabic, name="styleguide-arabic"),
    path("styleguide/dialog/", styleguide.dialog, name="styleguide-dialog"),
    path("styleguide/airports/", styleguide.airports, name="styleguide-airports"),
]
