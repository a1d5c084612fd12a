"""Every act is guarded, audited and announced, in one transaction, by a person or system that is named."""

import ast
import re
from pathlib import Path

import pytest

from tests.architecture.tree import Function, Module, called, dotted, functions, last_name, modules, top_functions

PACKAGES = ("aircop/accounts/services", "taskforces/services", "seizures/services", "alerts/services")

# Public functions of services that are not acts, each with its reason.
NOT_ACTS = {
    "taskforces.services.agency.require_words": "a check shared by acts; writes nothing",
    "taskforces.services.invitation.faults_of": "what is wrong with a list: reads, for the preview too",
    "aircop.accounts.services.invitation.link_token": "the words of a link; changes nothing",
    "aircop.accounts.services.invitation.read_link": "reads a link; the act that uses it up is guarded",
    "taskforces.services.reference.next_reference": "a number taken inside the act that submits the record",
    "taskforces.services.network.founder": "the actor of the first acts; changes nothing",
    "taskforces.services.network.can_found_network": "the rule of the first act: it has no actor to ask",
    "seizures.services.seizure.locked": "the first line of acts: reads and locks",
    "alerts.services.addressee.address": "a step of the acts that write an alert, which record it",
    "alerts.services.addressee.chosen_for": "the addressees as they stand, in the shape of a choice",
    "alerts.services.alert.locked": "the first line of acts: reads and locks",
    "alerts.services.alert.require_version": "a refusal shared by acts",
    "alerts.services.alert.require_told_of": "a refusal shared by acts",
    "alerts.services.alert.plain": "a value as the history keeps it",
    "alerts.services.telling.answer_wanted_by": "reads an alert; changes nothing",
    "alerts.services.chase.chase_answers": "by the clock: nobody acts; each leaves its entry and its event",
    "alerts.services.chase.ask_again": "what follows: rows of whoever was told become new again",
    "alerts.services.telling.expire_alerts": "by the clock: nobody acts; each leaves its entry and its event",
    "alerts.services.delivery.fan_out": "what follows a published alert: the system's rows, one per person",
    "alerts.services.delivery.tell_recall": "what follows a recall",
    "alerts.services.delivery.channels": "reads a setting",
    "alerts.services.escalation.run_clocks": "by the clock: nobody acts; each step leaves its entry and its event",
    "alerts.services.escalation.start_clocks": "what follows a published warning: the system's own column",
    "alerts.services.delivery.put_trial": "what follows the act of trying a webhook",
    "alerts.services.sending.send_due": "by the clock: sends what is due",
    "alerts.services.sending.put_beat": "by the clock: the queue is watched",
    "alerts.services.sending.standing": "reads numbers",
    "alerts.services.alert.kilograms": "a check shared by acts; writes nothing",
    "alerts.services.digest.gather_digests": "by the clock: the system's rows, put together",
    "alerts.services.doorbell.reasons_of": "reads a row",
    "alerts.services.doorbell.send_digest": "what is sent for a row; the sender marks it",
    "alerts.services.hours.is_quiet": "arithmetic",
    "alerts.services.hours.next_digest": "arithmetic",
    "alerts.services.hours.quiet_until": "arithmetic",
    "alerts.services.hours.zone_named": "arithmetic",
    "alerts.services.quiet_hours.resting": "reads hours; the sender puts off",
    "alerts.services.live.unread_of": "reads numbers",
    "alerts.services.live.wakings": "listens",
    "alerts.services.sending.oldest": "reads a number",
    "alerts.services.doorbell.send_mail": "what is sent for a row; the sender marks it",
    "alerts.services.doorbell.ring_webhook": "the same",
    "alerts.services.doorbell.message_id": "reads a row",
    "alerts.services.doorbell.body_of": "reads a row",
    "alerts.services.doorbell.signature": "arithmetic",
    "alerts.services.delivery.mark_read": "that one opened what one was told: the entry of the read stands beside it",
    "alerts.services.delivery.figures_of": "reads numbers",
    "alerts.services.erasure.erase_alert": "hands its kind to the act of erasing",
    "alerts.services.erasure.erase_group": "hands its kind to the act of erasing",
    "alerts.services.erasure.erase_thread": "hands its kind to the act of erasing",
    "alerts.services.message.locked_thread": "the first line of acts: reads and locks",
    "alerts.services.message.put_message": "a step of the acts that write into a thread, which record it",
    "alerts.services.message_delivery.mark_thread_read": "that one opened what one was told: the read has its entry",
    "alerts.services.thread.let_read": "a step of beginning a thread and of letting somebody in, which record it",
    "alerts.services.message_delivery.tell_newcomers": "what follows letting somebody in: the rows of the system",
    "alerts.services.message_delivery.tell_message": "what follows a message: the system's rows, one per person",
    "alerts.services.sending.wait_after": "arithmetic; writes nothing",
    "alerts.services.thread.lay_thread": "a step of the acts that begin a thread, which record it",
    "alerts.services.thread.note_opening": "the entry and the event of those acts",
    "seizures.services.erasure.erase_case": "hands its kind to the act of erasing",
    "seizures.services.erasure.erase_seizure": "hands its kind to the act of erasing",
    "seizures.services.erasure.which": "reads what was typed",
    "seizures.services.found.check_grades": "a check shared by acts",
    "seizures.services.case.locked_case": "the first line of acts: reads and locks",
    "seizures.services.case.require_case_version": "a refusal shared by acts",
    "seizures.services.share.end_shares": "a step of the acts that end shares and referrals, which guard it",
    "seizures.services.share.end_shares_of": "the same of one record",
    "seizures.services.share.with_those_under": "a read of shares for those acts",
    "seizures.services.case.hand_lead": "a step of the acts that change who leads, which record it",
    "seizures.services.case.give_reference": "a step of the acts that open a case, which record it",
    "seizures.services.case.linkable": "a refusal shared by acts",
    "seizures.services.case.link_seizures": "a step of the acts that link seizures, which record it",
    "seizures.services.case_checklist.lay_checklist": "a step of the acts that open a case and link seizures",
    "seizures.services.case_reminder.remind_of_cases": "by the clock: nobody acts",
    "seizures.services.referral.end_referrals": "a step of acts that guard it",
    "seizures.services.person_duplicate.part_persons": "a step of the act that hands records over, which guards it",
    "alerts.services.group_clock.announce_ends_of_groups": "by the clock: nobody acts",
    "seizures.services.referral_reminder.remind_of_referrals": "by the clock: nobody acts",
    "taskforces.services.access_reminder.remind_of_reviews": "by the clock: nobody acts",
    "seizures.services.found.retell": "the check of an item told anew; writes nothing",
    "seizures.services.assistance.by_whom": "whose act it is: a part of acts",
    "seizures.services.handover.left_behind": "reads what a definer function tells: ids, kinds and times",
    "seizures.services.handover.give_on": "the part of the act of handing over that the tables' owner does",
    "seizures.services.hit.tell_hits": "the system's finding between agencies that take part; it leaves its entries",
    "seizures.services.hints.note_hints": "the system's finding: no person acts, and it decides nothing",
    "seizures.services.hints.note_person_hints": "the same of persons",
    "seizures.services.conveyance.class_of": "reads a declaration",
    "seizures.services.told.check_told": "a check shared by acts",
    "seizures.services.told.require_country": "a check shared by acts",
    "seizures.services.told.drop_details": "a step of the act that changes the conveyance, which records it",
    "seizures.services.found.item_of": "the check of what was found; writes nothing",
    "seizures.services.found.weigh": "arithmetic; writes nothing",
    "seizures.services.found.differences": "two states compared; writes nothing",
    "seizures.services.found.may_tell": "a refusal shared by acts",
    "seizures.services.found.paths": "names of fields",
    "seizures.services.found.check_codes": "a refusal shared by acts",
    "seizures.services.found.plain": "a value as the history keeps it",
    "seizures.services.sighting.note_first_sightings": "what follows inside the act that tells a substance",
    "seizures.services.detail.canonical": "the check of details; writes nothing",
    "seizures.services.seizure.require_may_tell": "a refusal shared by acts",
    "seizures.services.seizure.require_version": "a refusal shared by acts",
    "seizures.services.entry_draft.keep_entry": "what one person types and nobody else may know of: no event",
    "seizures.services.entry_draft.discard_entry": "the same; only the author's own row can be reached",
    "seizures.services.entry_draft.finish_entry": "the part of an act that deletes what was typed until then",
    "seizures.services.entry_draft.digest_of": "a mark of a text; changes nothing",
    "seizures.services.entry_draft.forget_old_entries": "by the clock: deletes what the wall shows the system alone",
    "seizures.services.ages.let_ages_follow": "what follows inside the act that changes the day",
    "seizures.services.person.held_person": "the first line of acts: reads and locks",
    "seizures.services.person.require_same_version": "a refusal shared by acts",
    "seizures.services.person.touch": "counts the change inside the act that makes it",
    "seizures.services.person_search.search_persons": "a read that is guarded and leaves its entry; nothing changed",
    "seizures.services.person.read_identity": "a read that is guarded and leaves its entry; nothing changed",
}
# Acts without an actor, each with its reason.
NOBODY_YET = {"taskforces.services.network.found_network": "before it there is nobody who could act"}

STEPS = ("require", "record", "append")
SENDING = {"delay", "apply_async", "send_task", "send_mail", "send_messages", "urlopen"}


def _acts() -> dict[str, tuple[Module, Function]]:
    found = {}
    for module in modules(*PACKAGES):
        for name, function in top_functions(module).items():
            if not name.startswith("_"):
                found[f"{module.name}.{name}"] = (module, function)
    return found


ACTS = {name: act for name, act in _acts().items() if name not in NOT_ACTS}


def _reached(module: Module, function: Function) -> set[str]:
    """Return what a function calls, directly or through functions of the same module."""
    own, seen, names = top_functions(module), {function.name}, set[str]()
    waiting = [function]
    while waiting:
        for _line, name in called(waiting.pop()):
            names.add(name)
            if name in own and name not in seen:
                seen.add(name)
                waiting.append(own[name])
    return names


def test_there_are_acts_to_look_at() -> None:
    """And every exception still exists: a list of exceptions must not outlive them."""
    assert len(ACTS) > 20
    assert set(NOT_ACTS) | set(NOBODY_YET) <= set(_acts())


@pytest.mark.parametrize("name", ACTS)
def test_an_act_names_its_parts(name: str) -> None:
    """Keyword-only, the actor first: a call reads as a sentence and no two ids are swapped."""
    arguments = ACTS[name][1].args
    assert not arguments.args
    assert not arguments.posonlyargs
    assert arguments.kwonlyargs
    if name not in NOBODY_YET:
        assert arguments.kwonlyargs[0].arg == "actor"


@pytest.mark.parametrize("name", ACTS)
def test_an_act_is_one_transaction(name: str) -> None:
    """What is refused half-way leaves nothing behind."""
    decorators = [each.func if isinstance(each, ast.Call) else each for each in ACTS[name][1].decorator_list]
    assert "transaction.atomic" in {dotted(decorator) for decorator in decorators}


@pytest.mark.parametrize("name", ACTS)
def test_an_act_is_guarded_audited_and_announced(name: str) -> None:
    """Directly, or through another function of its module."""
    assert set(STEPS) <= _reached(*ACTS[name])


def test_what_is_missing_is_seen() -> None:
    """Through functions of the module, and not through others."""
    tree = ast.parse("def act(*, actor):\n  require(x)\n  _write(actor)\ndef _write(actor):\n  record(actor, 'a.b')")
    module = Module(Path("x.py"), "x", tree)
    assert set(STEPS) - _reached(module, top_functions(module)["act"]) == {"append"}


@pytest.mark.parametrize("name", ACTS)
def test_the_steps_come_in_order(name: str) -> None:
    """Guard, then the entry, then the event: what is refused writes nothing."""
    first: dict[str, int] = {}
    for line, step in called(ACTS[name][1]):
        if step in STEPS:
            first.setdefault(step, line)
    lines = [first[step] for step in STEPS if step in first]
    assert lines == sorted(lines)


@pytest.mark.parametrize("name", ACTS)
def test_an_act_says_what_it_does(name: str) -> None:
    """In a sentence."""
    assert re.search(r"[.]", ast.get_docstring(ACTS[name][1]) or "")


@pytest.mark.parametrize("name", sorted({name for name, _act in ACTS.items()}))
def test_an_act_neither_enqueues_nor_sends(name: str) -> None:
    """A message about an act that is rolled back would be a lie: consumers send, after the commit."""
    assert not _reached(*ACTS[name]) & SENDING


def test_verbs_of_the_audit_are_noun_and_verb() -> None:
    """`seizure.verify`: the audit is searched by them."""
    verbs = []
    for module in modules():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call) and last_name(node.func) == "record" and len(node.args) > 1:
                verb = node.args[1]
                if isinstance(verb, ast.Constant) and isinstance(verb.value, str):
                    verbs.append(verb.value)
    assert len(verbs) > 20
    assert not [verb for verb in verbs if not re.fullmatch(r"[a-z_]+\.[a-z_]+", verb)]


def test_every_rule_is_asked_by_a_service_or_a_view() -> None:
    """A rule that nobody asks looks like protection and is none."""
    rules = {
        function.name
        for module in modules()
        if module.path.name.endswith("rules.py")
        for function in functions(module)
        if function.name.startswith("can_")
    }
    asked = {
        last_name(node)
        for module in modules()
        if "services" in module.path.parts or "views" in module.path.parts or module.path.name.endswith("rules.py")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Name | ast.Attribute)
    }
    assert rules
    assert not rules - asked
