#!/usr/bin/env python3
"""Check an export of the audit, offline, with nothing but Python 3.9 or later.

    python3 verify.py FILE [--key KEY] [--head PLACE:DIGEST ...]

KEY is the public key that the operator told you by another way (letter, web site), in base64. Without it the file is
checked against the key that it names itself: that finds damage, not a forger with a key of its own.
Exit 0: sound. Exit 1: not, with the first fault in words. Exit 2: the file could not be read.
"""

import argparse
import base64
import hashlib
import json
import sys

FORMAT = "aircop-audit-export/1"

# Ed25519 as in RFC 8032, verification alone. Points are (X, Y, Z, T) with x = X/Z, y = Y/Z, x*y = T/Z.
P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)


class Fault(Exception):
    """What is wrong, in words."""


def add(one, other):
    a = (one[1] - one[0]) * (other[1] - other[0]) % P
    b = (one[1] + one[0]) * (other[1] + other[0]) % P
    c = 2 * one[3] * other[3] * D % P
    d = 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def times(number, point):
    result = (0, 1, 1, 0)
    while number:
        if number & 1:
            result = add(result, point)
        point = add(point, point)
        number >>= 1
    return result


def same(one, other):
    return (one[0] * other[2] - other[0] * one[2]) % P == 0 and (one[1] * other[2] - other[1] * one[2]) % P == 0


def x_of(y, sign):
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    if square == 0:
        return None if sign else 0
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if (x * x - square) % P:
        return None
    return P - x if (x & 1) != sign else x


def point_of(text):
    y = int.from_bytes(text, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    x = x_of(y, sign)
    return None if x is None else (x, y, 1, x * y % P)


Y = 4 * pow(5, P - 2, P) % P
BASE = (x_of(Y, 0), Y, 1, x_of(Y, 0) * Y % P)


def is_signed(key, message, signature):
    """Whether the 64 bytes are the signature of the message by the holder of the 32 bytes' other half."""
    if len(key) != 32 or len(signature) != 64:
        return False
    public, first = point_of(key), point_of(signature[:32])
    second = int.from_bytes(signature[32:], "little")
    if public is None or first is None or second >= ORDER:
        return False
    mixed = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % ORDER
    return same(times(second, BASE), add(first, times(mixed, public)))


def canonical(value):
    """The one spelling that is hashed: no blanks, keys in their own order, letters as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def read(line, number):
    try:
        told = json.loads(line)
    except ValueError:
        told = None
    if not isinstance(told, dict):
        raise Fault(f"line {number} is no JSON object: the file was cut or damaged there")
    return told


def check_entry(told, number, before):
    """Check one entry by itself and against the one before it; return its place and hash."""
    try:
        place, previous, digest = int(told["sequence"]), str(told["previous"]), str(told["digest"])
        entry, withheld = dict(told["entry"]), bool(told["withheld"])
    except (KeyError, TypeError, ValueError):
        raise Fault(f"line {number} is no entry") from None
    said = f"line {number}, entry {entry.get('id')} at place {place}"
    if place <= before[0]:
        raise Fault(f"{said}: it stands after place {before[0]}: lines were reordered or repeated")
    if not withheld and hashlib.sha256(previous.encode() + canonical(entry)).hexdigest() != digest:
        raise Fault(f"{said}: it was altered")
    if place == before[0] + 1 and before[0] and previous != before[1]:
        raise Fault(f"{said}: it does not follow the entry before it: one of the two was exchanged")
    return place, digest


def check(lines, key=None, heads=()):
    """Check the lines of a file (bytes, each with its line end); return its end and beginning, or raise Fault."""
    total, number, before, places, begins = hashlib.sha256(), 0, (0, ""), {}, None
    end = None
    count = first = withheld = 0
    for number, line in enumerate(lines, 1):
        if end is not None:
            raise Fault(f"line {number} stands after the end: something was added")
        told = read(line, number)
        if number == 1:
            if told.get("format") != FORMAT:
                raise Fault(f"this is no export of the format {FORMAT}, or its beginning was cut")
            begins = told
        elif told.get("end") is True:
            end = told
            continue
        else:
            before = check_entry(told, number, before)
            places[before[0]] = before[1]
            count, first = count + 1, first or before[0]
            withheld += bool(told["withheld"])
        total.update(line)
    if begins is None or end is None:
        raise Fault(f"the end is missing after line {number}: the file was cut")
    if (end.get("entries"), end.get("first"), end.get("last")) != (count, first, before[0]):
        raise Fault(f"it holds {count} entries, and {end.get('entries')} were exported: lines were removed or added")
    if end.get("sha256") != total.hexdigest() or end.get("withheld") != withheld:
        raise Fault("the lines are not those that were exported: something outside the entries' own hashes was changed")
    check_heads(end, places, heads)
    check_signature(begins, end, key)
    return begins, end


def check_heads(end, places, heads):
    """Compare with heads of the chain: those that the file says were published, and those that you kept yourself."""
    told = [(head["sequence"], head["digest"]) for head in [*end.get("published", ()), end.get("head", {})] if head]
    for place, digest in [*told, *heads]:
        if places.get(place, digest) != digest:
            raise Fault(f"the entry at place {place} is not the one whose hash was published")
    for place, digest in heads:
        if dict(told).get(place, digest) != digest:
            raise Fault(f"the file names another head at place {place} than the one that you kept")


def check_signature(begins, end, key):
    named = str(begins.get("public_key", ""))
    if key is not None and named != key:
        raise Fault(f"it names the key {named}, and you expect {key}: it was made by somebody else")
    unsigned = {name: value for name, value in end.items() if name != "signature"}
    message = FORMAT.encode() + b"\n" + canonical(unsigned) + b"\n"
    try:
        sound = is_signed(base64.b64decode(named), message, base64.b64decode(str(end.get("signature", ""))))
    except ValueError:
        sound = False
    if not sound:
        raise Fault("the signature is wrong: the end of the file was changed, or the key is another")


def head(text):
    place, _, digest = text.partition(":")
    if not place.isdigit() or len(digest) != 64:
        raise argparse.ArgumentTypeError("write PLACE:DIGEST")
    return int(place), digest


def main(arguments=None):
    parser = argparse.ArgumentParser(description="Check an export of the audit, offline.")
    parser.add_argument("file")
    parser.add_argument("--key", help="the public key as the operator told it, in base64")
    parser.add_argument("--head", action="append", default=[], type=head, metavar="PLACE:DIGEST")
    asked = parser.parse_args(arguments)
    try:
        with open(asked.file, "rb") as lines:
            begins, end = check(lines, asked.key, asked.head)
    except OSError as error:
        print(f"The file cannot be read: {error}", file=sys.stderr)
        return 2
    except Fault as fault:
        print(f"NOT SOUND: {fault}.", file=sys.stderr)
        return 1
    print(f"Sound: {end['entries']} entries of {begins['agency']['name']}, {begins['since']} to {begins['until']}.")
    print(f"Places {end['first']} to {end['last']} of the chain, whose head was at {end['head']['sequence']}.")
    if end["withheld"]:
        print(f"{end['withheld']} entries name records of other agencies: withheld there, held by the signature alone.")
    if end["not_sealed_yet"]:
        print(f"{end['not_sealed_yet']} entries of the period had no seal yet and are not in the file.")
    if asked.key is None:
        print(f"Signed by the key that the file names: {begins['public_key']}. Compare it with the one you were told.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
