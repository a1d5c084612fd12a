"""The REST tree: collects each app's resources, and answers for addresses that nobody claims."""

from django.http import HttpRequest, HttpResponse
from django.urls import path, re_path

from aircop.accounts.api import MeView
from aircop.audit.api import AuditView
from aircop.files.api import UploadView
from aircop.home.api import SearchView
from aircop.reference.api import AirportView, CodeListView
from aircop.rest import problems
from aircop.rest.documents import DocsView, SchemaView
from aircop.rest.routers import ResourceRouter
from aircop.rest.views import api_404
from aircop.web import views as pages
from alerts.api import answer, check, photo
from alerts.api import thread as threads
from alerts.api.alert import AlertView
from alerts.api.delivery import DeliveryView
from alerts.api.group import GroupView
from alerts.api.outcome import AlertStatisticsView, RequestStatisticsView
from alerts.api.request import RequestView
from alerts.api.subscription import SubscriptionView
from alerts.api.thread import MessageView, ThreadView
from alerts.api.webhook import WebhookView
from seizures.api import attachment, case_part, laboratory, person, person_search
from seizures.api.arrest import ArrestView
from seizures.api.case import CaseView
from seizures.api.consent import ConsentView
from seizures.api.duplicate import DuplicateHintView
from seizures.api.hit import HitView
from seizures.api.person_duplicate import PersonHintView
from seizures.api.referral import ReferralView
from seizures.api.seizure import SeizureView
from seizures.api.share import ShareView
from taskforces.api import access_review, handover
from taskforces.api.agency import AgencyView
from taskforces.api.code import CodeView
from taskforces.api.contact_point import ContactPointView
from taskforces.api.duty import DutyShiftView
from taskforces.api.milestone import MilestoneView
from taskforces.api.person import PeopleView
from taskforces.api.task_force import TaskForceView

router = ResourceRouter()
router.register("me", MeView, "me")
router.register("search", SearchView, "search")
router.register("airports", AirportView, "airport")
router.register("code-lists", CodeListView, "code-list")
router.register("codes", CodeView, "kept-code")
router.register("agencies", AgencyView, "agency")
router.register("task-forces", TaskForceView, "task-force")
router.register("milestones", MilestoneView, "milestone")
router.register("people", PeopleView, "people")
router.register("access-reviews", access_review.AccessReviewView, "access-review")
router.register("handovers", handover.HandoverView, "handover")
router.register("uploads", UploadView, "upload")
router.register("contact-points", ContactPointView, "contact-point")
router.register("duty-shifts", DutyShiftView, "duty-shift")
router.register("seizures", SeizureView, "seizure")
router.register("alerts", AlertView, "alert")
router.register("threads", ThreadView, "thread")
router.register("messages", MessageView, "message")
router.register("requests", RequestView, "request")
router.register("groups", GroupView, "group")
router.register("deliveries", DeliveryView, "delivery")
router.register("alert-statistics", AlertStatisticsView, "alert-statistics")
router.register("request-statistics", RequestStatisticsView, "request-statistics")
router.register("webhooks", WebhookView, "webhook")
router.register("subscriptions", SubscriptionView, "subscription")
router.register("cases", CaseView, "case")
router.register("persons", person.PersonView, "person")
router.register("arrests", ArrestView, "arrest")
router.register("audit", AuditView, "audit")
router.register("persons/duplicates", PersonHintView, "person-hint")
router.register("shares", ShareView, "share")
router.register("referrals", ReferralView, "referral")
router.register("consents", ConsentView, "consent")
router.register("hits", HitView, "hit")
router.register("duplicate-hints", DuplicateHintView, "duplicate-hint")

app_name = "api"
urlpatterns = [
    path("schema/", SchemaView.as_view(), name="schema"),
    path("docs/", DocsView.as_view(url_name="api:schema"), name="docs"),
    *router.urls,
    *access_review.routes,
    *handover.routes,
    *attachment.routes,
    *photo.routes,
    *answer.routes,
    *check.routes,
    *threads.routes,
    *case_part.routes,
    *laboratory.routes,
    *person.routes,
    *person_search.routes,
    re_path(r"", api_404),
]


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404 as the asker reads it: a problem document for programs, a page for people."""
    return problems.not_found(request) if request.path.startswith("/api/") else pages.not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """500 as the asker reads it."""
    return problems.server_error(request) if request.path.startswith("/api/") else pages.server_error(request)
