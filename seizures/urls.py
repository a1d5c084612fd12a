"""Addresses of the app."""

from django.urls import path

from seizures.enums import Listed
from seizures.views import (
    arrest,
    attachment,
    case,
    case_detail,
    case_follow_up,
    case_link,
    case_list,
    case_share,
    case_task,
    consent,
    controls,
    duplicate,
    entry_draft,
    entry_offline,
    export,
    gallery,
    hit,
    item,
    laboratory,
    person,
    person_duplicate,
    person_search,
    pickers,
    referral,
    related,
    route,
    saved_view,
    seizure,
    seizure_detail,
    seizure_list,
    share,
    share_list,
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
    path("export/", export.seizure_export, name="seizure-export"),
    path("airports/", pickers.airports, name="airport-search"),
    path("views/add/", saved_view.saved_view_create, name="saved-view-create"),
    path("views/<uuid:pk>/", saved_view.saved_view_change, name="saved-view-change"),
    path("views/<uuid:pk>/remove/", saved_view.saved_view_remove, name="saved-view-remove"),
    path("substance/", controls.substance_status, name="substance-status"),
    path("gallery/", gallery.gallery, name="gallery"),
    path("alike/", duplicate.alike_hint, name="alike"),
    path("duplicates/", duplicate.duplicate_list, name="duplicate-list"),
    path("duplicates/<uuid:pk>/", duplicate.duplicate_decide, name="duplicate-decide"),
    path("<uuid:pk>/", seizure_detail.seizure_detail, name="seizure-detail"),
    path("<uuid:pk>/change/", seizure.seizure_change, name="seizure-change"),
    path("<uuid:pk>/items/add/", item.item_add, name="item-add"),
    path("<uuid:pk>/items/<int:sequence>/change/", item.item_change, name="item-change"),
    path("<uuid:pk>/items/<int:sequence>/remove/", item.item_remove, name="item-remove"),
    path("<uuid:pk>/conveyance/", route.conveyance_change, name="conveyance-change"),
    path("<uuid:pk>/route/", route.route_change, name="route-change"),
    path("<uuid:pk>/discard/", seizure.seizure_discard, name="seizure-discard"),
    path("<uuid:pk>/submit/", seizure.seizure_submit, name="seizure-submit"),
    path("<uuid:pk>/verify/", verification.seizure_verify, name="seizure-verify"),
    path("<uuid:pk>/reject/", verification.seizure_reject, name="seizure-reject"),
    path("<uuid:pk>/reopen/", verification.seizure_reopen, name="seizure-reopen"),
    path("<uuid:pk>/withdraw/", withdrawal.seizure_withdraw, name="seizure-withdraw"),
    path("<uuid:pk>/restrict/", withdrawal.seizure_restrict, name="seizure-restrict"),
    path("<uuid:pk>/lock/", verification.seizure_lock, name="seizure-lock"),
    path("<uuid:pk>/people/", person.person_list, name="person-list"),
    path("<uuid:pk>/people/add/", person.person_create, name="person-create"),
    path("<uuid:pk>/laboratory/", laboratory.laboratory, name="laboratory"),
    path("<uuid:pk>/laboratory/<int:item>/test/", laboratory.field_test_add, name="field-test-add"),
    path("<uuid:pk>/laboratory/<int:item>/send/", laboratory.lab_request_add, name="lab-request-add"),
    path("<uuid:pk>/laboratory/<int:item>/result/", laboratory.lab_result_add, name="lab-result-add"),
    path("<uuid:pk>/unmerge/", duplicate.seizure_unmerge, name="seizure-unmerge"),
    path("<uuid:pk>/related/", related.related, name="related"),
    path("<uuid:pk>/related/agency/<uuid:part>/end/", related.agency_end, name="assistance-end"),
    path("<uuid:pk>/related/number/<uuid:part>/end/", related.number_end, name="external-reference-end"),
    path("<uuid:pk>/handling/", consent.handling, name="handling"),
    path("<uuid:pk>/consents/add/", consent.consent_ask, name="consent-ask"),
    path("<uuid:pk>/consents/<uuid:consent>/answer/", consent.consent_answer, name="consent-answer"),
    path("<uuid:pk>/consents/<uuid:consent>/end/", consent.consent_end, name="consent-end"),
    path("<uuid:pk>/share/", share.share_create, name="share-create"),
    path("<uuid:pk>/share/<uuid:share>/end/", share.share_end, name="share-end"),
    path("<uuid:pk>/files/", attachment.attachment_list, name="attachment-list"),
    path("<uuid:pk>/files/<uuid:attachment>/", attachment.attachment_detail, name="attachment-detail"),
    path("<uuid:pk>/files/<uuid:attachment>/original/", attachment.attachment_download, name="attachment-download"),
    path("<uuid:pk>/files/<uuid:attachment>/withdraw/", attachment.attachment_withdraw, name="attachment-withdraw"),
    path(
        "<uuid:pk>/files/<uuid:attachment>/<slug:size>.webp", attachment.attachment_picture, name="attachment-picture"
    ),
]

# One person, by its own id: `/persons/…`.
persons = [
    path("search/", person_search.person_search, name="person-search"),
    path("duplicates/", person_duplicate.person_duplicate_list, name="person-duplicate-list"),
    path("duplicates/<uuid:pk>/", person_duplicate.person_duplicate_decide, name="person-duplicate-decide"),
    path("<uuid:pk>/unmerge/", person_duplicate.person_unmerge, name="person-unmerge"),
    path("<uuid:pk>/change/", person.person_change, name="person-change"),
    path("<uuid:pk>/identify/", person.person_identify, name="person-identify"),
    path("<uuid:pk>/identity/", person.person_identity, name="person-identity"),
    path("<uuid:pk>/remove/", person.person_remove, name="person-remove"),
    path("<uuid:pk>/arrest/", arrest.arrest_create, name="arrest-create"),
    path("<uuid:pk>/arrests/<uuid:arrest>/change/", arrest.arrest_change, name="arrest-change"),
    path("<uuid:pk>/arrests/<uuid:arrest>/outcome/", arrest.arrest_outcome, name="arrest-outcome"),
]

# Hits: `/hits/…`.
hits = [path("", hit.hit_list, name="hit-list")]

# Cases: `/cases/…`.
OF_CASE = {"kind": "case"}
cases = [
    path("", case_list.case_list, name="case-list"),
    path("new/", case.case_create, name="case-create"),
    path("follow-up/", case_follow_up.case_follow_up, name="case-follow-up"),
    path("views/add/", saved_view.saved_view_create, {"shows": Listed.CASES}, name="case-view-create"),
    path("export/", export.case_export, name="case-export"),
    path("<uuid:pk>/withdraw/", withdrawal.case_withdraw, name="case-withdraw"),
    path("<uuid:pk>/restrict/", withdrawal.case_restrict, name="case-restrict"),
    path("<uuid:pk>/", case_detail.case_detail, name="case-detail"),
    path("<uuid:pk>/change/", case.case_change, name="case-change"),
    path("<uuid:pk>/step/", case.case_step, name="case-step"),
    path("<uuid:pk>/close/", case.case_close, name="case-close"),
    path("<uuid:pk>/merge/", case.case_merge, name="case-merge"),
    path("<uuid:pk>/discard/", case.case_discard, name="case-discard"),
    path("<uuid:pk>/seizures/", case_link.case_seizures, name="case-seizures"),
    path("<uuid:pk>/seizures/<uuid:seizure>/unlink/", case_link.case_seizure_unlink, name="case-seizure-unlink"),
    path("<uuid:pk>/persons/", case_link.case_persons, name="case-persons"),
    path("<uuid:pk>/persons/<uuid:person>/unlink/", case_link.case_person_unlink, name="case-person-unlink"),
    path("<uuid:pk>/related/", case_link.case_related, name="case-related"),
    path("<uuid:pk>/related/agency/<uuid:agency>/end/", case_link.case_agency_end, name="case-agency-end"),
    path("<uuid:pk>/related/<uuid:other>/unlink/", case_link.case_unlink, name="case-unlink"),
    path("<uuid:pk>/tasks/", case_task.case_tasks, name="case-tasks"),
    path("<uuid:pk>/tasks/<uuid:task>/", case_task.case_task_change, name="case-task-change"),
    path("<uuid:pk>/tasks/<uuid:task>/finish/", case_task.case_task_finish, name="case-task-finish"),
    path("<uuid:pk>/notes/", case_task.case_notes, name="case-notes"),
    path("<uuid:pk>/timeline/", case_detail.case_timeline, name="case-timeline"),
    path("<uuid:pk>/sight/", case_detail.case_sight, name="case-sight"),
    path("<uuid:pk>/handling/", consent.handling, OF_CASE, name="case-handling"),
    path("<uuid:pk>/consents/add/", consent.consent_ask, OF_CASE, name="case-consent-ask"),
    path("<uuid:pk>/consents/<uuid:consent>/answer/", consent.consent_answer, OF_CASE, name="case-consent-answer"),
    path("<uuid:pk>/consents/<uuid:consent>/end/", consent.consent_end, OF_CASE, name="case-consent-end"),
]

# What was given and what is held: `/shares/…`.
# What was given and what is held: `/shares/…`; the shares of a case: `/cases/…/share/`.
shares = [
    path("shares/", share_list.share_list, name="share-list"),
    path("shares/<uuid:pk>/end/", share_list.share_stop, name="share-stop"),
    path("referrals/", referral.referral_list, name="referral-list"),
    *(
        path(f"referrals/<uuid:pk>/{act}/", referral.referral_act, {"act": act}, name=f"referral-{act}")
        for act in referral.ACTS
    ),
    path("cases/<uuid:pk>/refer/", referral.referral_offer, name="case-refer"),
    path("cases/<uuid:pk>/share/", case_share.case_share, name="case-share"),
    path("cases/<uuid:pk>/share/<uuid:share>/", case_share.case_share_extend, name="case-extend"),
    path("cases/<uuid:pk>/share/<uuid:share>/end/", case_share.case_share_end, name="case-unshare"),
]
