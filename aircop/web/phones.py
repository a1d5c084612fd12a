"""Telephone numbers: typed as people write them, kept as E.164, shown by region."""

import phonenumbers
from django.utils.translation import gettext as _
from phonenumbers import NumberParseException, PhoneNumberFormat

LONGEST = 40


class BadNumber(ValueError):
    """A text that is no telephone number; its words say what to do."""


def read_phone(text: str, region: str = "") -> str:
    """Return a number as E.164 (`+2250102030405`); `region` is the country of numbers without one (`CI`).

    Raises BadNumber with a sentence for whoever typed it.
    """
    shown = text.strip()[:LONGEST]
    try:
        number = phonenumbers.parse(shown, region or None)
    except NumberParseException as error:
        raise BadNumber(_reason(error.error_type, shown)) from error
    if not phonenumbers.is_possible_number(number):
        raise BadNumber(_possible(number, shown))
    if not phonenumbers.is_valid_number(number):
        words = _("“%(number)s” is no number of +%(code)s. Check each digit against the source.")
        raise BadNumber(words % {"number": shown, "code": number.country_code})
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def _reason(kind: int, shown: str) -> str:
    if kind == NumberParseException.INVALID_COUNTRY_CODE:
        words = _("“%(number)s” has no country code that exists. Begin it with + and the country code: +225 …")
    elif kind in {NumberParseException.TOO_SHORT_NSN, NumberParseException.TOO_SHORT_AFTER_IDD}:
        words = _("“%(number)s” is too short. Write the whole number, with + and the country code.")
    elif kind == NumberParseException.TOO_LONG:
        words = _("“%(number)s” is too long. Write one number per line.")
    else:
        words = _("“%(number)s” is not a telephone number. Write digits, with + and the country code in front.")
    return words % {"number": shown}


def _possible(number: phonenumbers.PhoneNumber, shown: str) -> str:
    why = phonenumbers.is_possible_number_with_reason(number)
    if why == phonenumbers.ValidationResult.TOO_LONG:
        words = _("“%(number)s” has too many digits for +%(code)s. Write one number per line.")
    elif why == phonenumbers.ValidationResult.INVALID_COUNTRY_CODE:
        return _reason(NumberParseException.INVALID_COUNTRY_CODE, shown)
    else:
        words = _("“%(number)s” has too few digits for +%(code)s. Write the whole number.")
    return words % {"number": shown, "code": number.country_code}


def show_phone(number: str) -> str:
    """Return an E.164 number with the blanks of its region: `+225 01 02 03 0405`."""
    try:
        return phonenumbers.format_number(phonenumbers.parse(number), PhoneNumberFormat.INTERNATIONAL)
    except NumberParseException:
        return number
