"""The HTML tree, one include per app; the REST tree hangs below `/api/v1/`."""

from django.conf import settings
from django.urls import include, path
from django.views.generic import RedirectView

from aircop.home.views.metrics import metrics
from aircop.web.health import healthz, readyz
from alerts.urls import messages, of_seizures
from seizures.urls import cases, hits, persons, shares
from taskforces.urls import agencies, codes, contacts, people

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
    path("favicon.ico", RedirectView.as_view(url=f"{settings.STATIC_URL}img/favicon.svg", permanent=True)),
    path("preferences/", include("aircop.web.urls")),
    path("", include("aircop.accounts.urls")),
    path("", include("aircop.home.urls")),
    path("seizures/", include("seizures.urls")),
    path("seizures/", include((of_seizures, "told"))),
    path("alerts/", include("alerts.urls")),
    path("messages/", include((messages, "messages"))),
    path("cases/", include((cases, "cases"))),
    path("persons/", include((persons, "persons"))),
    path("hits/", include((hits, "hits"))),
    path("", include((shares, "shares"))),
    path("task-forces/", include("taskforces.urls")),
    path("agencies/", include(agencies)),
    path("contacts/", include(contacts)),
    path("people/", include(people)),
    path("codes/", include(codes)),
    path("audit/", include("aircop.audit.urls")),
    path("api/v1/", include("aircop.api")),
]
handler400 = "aircop.web.views.bad_request"
handler403 = "aircop.web.views.permission_denied"
handler404 = "aircop.api.not_found"
handler500 = "aircop.api.server_error"
