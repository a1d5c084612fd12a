"""Addresses of the app."""

from django.urls import path

from seizures.views import (
    duplicate,
    entry_draft,
    entry_offline,
    pickers,
    related,
    seizure,
    seizure_detail,
    seizure_list,
    share,
    verification,
    withdrawal,
)

app_name = "seizures"
urlpatterns = [
    path("", seizure_list.seizure_list, name="seizure-list"),
    path("new/", seizure.seizure_create, name="seizure-create"),
    path("new/worker.js", entry_offline.entry_worker, name="entry-worker"),
    path("new/offline/", entry_offline.entry_offline, name="entry-offline"),
    path("new/<uuid:record>/", entry_draft.entry_resume, name="entry-resume"),
    path("entries/keep/", entry_draft.entry_keep, name="entry-keep"),
    path("entries/<uuid:record>/discard/", entry_draft.entry_discard, name="entry-discard"),
    path("airports/", pickers.airports, name="airport-search"),
    path("alike/", duplicate.alike_hint, name="alike"),
    path("duplicates/", duplicate.duplicate_list, name="duplicate-list"),
    path("duplicates/<uuid:pk>/", duplicate.duplicate_decide, name="duplicate-decide"),
    path("<uuid:pk>/", seizure_detail.seizure_detail, name="seizure-detail"),
    path("<uuid:pk>/change/", seizure.seizure_change, name="seizure-change"),
    path("<uuid:pk>/discard/", seizure.seizure_discard, name="seizure-discard"),
    path("<uuid:pk>/submit/", seizure.seizure_submit, name="seizure-submit"),
    path("<uuid:pk>/verify/", verification.seizure_verify, name="seizure-verify"),
    path("<uuid:pk>/reject/", verification.seizure_reject, name="seizure-reject"),
    path("<uuid:pk>/reopen/", verification.seizure_reopen, name="seizure-reopen"),
    path("<uuid:pk>/withdraw/", withdrawal.seizure_withdraw, name="seizure-withdraw"),
    path("<uuid:pk>/restrict/", withdrawal.seizure_restrict, name="seizure-restrict"),
    path("<uuid:pk>/lock/", verification.seizure_lock, name="seizure-lock"),
    path("<uuid:pk>/unmerge/", duplicate.seizure_unmerge, name="seizure-unmerge"),
    path("<uuid:pk>/related/", related.related, name="related"),
    path("<uuid:pk>/related/agency/<uuid:part>/end/", related.agency_end, name="assistance-end"),
    path("<uuid:pk>/related/number/<uuid:part>/end/", related.number_end, name="external-reference-end"),
    path("<uuid:pk>/share/", share.share_create, name="share-create"),
    path("<uuid:pk>/share/<uuid:share>/end/", share.share_end, name="share-end"),
]
