"""Addresses of the app."""

from django.urls import path

from taskforces.views import (
    access_review,
    agency,
    code,
    contact_point,
    duty,
    handover,
    hit_opening,
    invitation,
    milestone,
    person,
    task_force,
)

app_name = "taskforces"
urlpatterns = [
    path("", task_force.task_force_list, name="task-force-list"),
    path("new/", task_force.task_force_create, name="task-force-create"),
    path("<uuid:pk>/", task_force.task_force_detail, name="task-force-detail"),
    path("<uuid:pk>/hand-over/", handover.handover_list, name="handover-list"),
    path("<uuid:pk>/hand-over/<uuid:person>/", handover.handover_create, name="handover-create"),
    path("<uuid:pk>/duty/", duty.duty_list, name="duty-list"),
    path("<uuid:pk>/duty/<uuid:shift>/remove/", duty.duty_remove, name="duty-remove"),
    path("<uuid:pk>/agencies/new/", task_force.agency_admit, name="agency-admit"),
    path("<uuid:pk>/milestones/new/", milestone.milestone_create, name="milestone-create"),
    path("<uuid:pk>/milestones/<uuid:milestone>/strike/", milestone.milestone_strike, name="milestone-strike"),
]

agencies = (
    [
        path("", agency.agency_list, name="agency-list"),
        path("new/", agency.agency_create, name="agency-create"),
        path("<slug:pk>/", agency.agency_detail, name="agency-detail"),
        path("<slug:pk>/hits/", hit_opening.agency_hits, name="agency-hits"),
        path("<slug:pk>/hits/close/", hit_opening.agency_hits_close, name="agency-hits-close"),
    ],
    "agencies",
)

contacts = (
    [
        path("", contact_point.contact_list, name="contact-list"),
        path("new/", contact_point.contact_create, name="contact-create"),
        path("<uuid:pk>/", contact_point.contact_detail, name="contact-detail"),
        path("<uuid:pk>/change/", contact_point.contact_change, name="contact-change"),
        path("<uuid:pk>/verify/", contact_point.contact_verify, name="contact-verify"),
        path("<uuid:pk>/remove/", contact_point.contact_remove, name="contact-remove"),
    ],
    "contacts",
)

codes = (
    [
        path("", code.code_list, name="code-list"),
        path("<slug:pk>/", code.code_detail, name="code-detail"),
        path("<slug:pk>/new/", code.code_create, name="code-create"),
        path("<slug:pk>/<str:code>/labels/", code.code_labels, name="code-labels"),
        path("<slug:pk>/<str:code>/end/", code.code_end, name="code-end"),
    ],
    "codes",
)

people = (
    [
        path("", person.person_list, name="person-list"),
        path("reviews/", access_review.review_list, name="review-list"),
        path("reviews/begin/", access_review.review_begin, name="review-begin"),
        path("reviews/<uuid:pk>/", access_review.review_detail, name="review-detail"),
        path("reviews/<uuid:pk>/decide/", access_review.review_decide, name="review-decide"),
        path("invite/", invitation.person_invite, name="person-invite"),
        path("invite/list/", invitation.person_invite_many, name="person-invite-many"),
        path("<uuid:pk>/", person.person_detail, name="person-detail"),
        path("<uuid:pk>/invite/", invitation.person_invite_again, name="person-invite-again"),
        path("<uuid:pk>/roles/", person.seat_start, name="seat-start"),
        path("<uuid:pk>/roles/<uuid:membership>/end/", person.seat_end, name="seat-end"),
        path("<uuid:pk>/disable/", person.person_disable, name="person-disable"),
        path("<uuid:pk>/enable/", person.person_enable, name="person-enable"),
        path("<uuid:pk>/factor/", person.person_reset_factor, name="person-reset-factor"),
        path("<uuid:pk>/sessions/", person.person_end_sessions, name="person-end-sessions"),
    ],
    "people",
)
