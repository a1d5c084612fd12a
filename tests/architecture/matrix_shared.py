"""What a share brings on each route of the authorisation matrix, by the kind of the route and by what is held."""

from dataclasses import dataclass

from tests.architecture.matrix import MATRIX, MISSING, REFUSED


@dataclass(frozen=True)
class Held:
    """What somebody of another agency holds on a record by a share: a role, a level, identities or not."""

    role: str
    level: str
    names: bool

    @property
    def adds(self) -> bool:
        """Whether it adds what comes later."""
        return self.role in {"officer", "supervisor"} and self.level != "view"


# What a share brings on each route of a record, by the kind of the route. A route that is named nowhere is `seen` when
# all of the unit may do it, else the unit's alone.
SHARED_BY: dict[str, set[str]] = {
    "adds": {
        "GET persons:arrest-outcome",
        "POST persons:arrest-outcome",
        "GET seizures:field-test-add",
        "POST seizures:field-test-add",
        "POST api:field-test-list",
        "GET seizures:lab-request-add",
        "POST seizures:lab-request-add",
        "POST api:lab-request-list",
        "GET seizures:lab-result-add",
        "POST seizures:lab-result-add",
        "POST api:lab-result-list",
        "POST seizures:assistance-end",
        "POST seizures:external-reference-end",
        "POST api:seizure-add-agency",
        "POST api:seizure-add-number",
        "POST api:person-outcomes",
        "GET cases:case-task-change",
        "POST cases:case-task-change",
        "GET cases:case-task-finish",
        "POST cases:case-task-finish",
        "POST api:case-task-list",
        "POST api:case-task-finish",
        "POST api:case-link",
        "POST api:case-unlink",
        "POST cases:case-seizure-unlink",
        "POST cases:case-person-unlink",
    },
    "adds names": {
        "GET seizures:person-create",
        "POST seizures:person-create",
        "POST api:seizure-persons",
        "GET persons:person-identify",
        "POST persons:person-identify",
        "POST api:person-identify",
        "GET persons:arrest-create",
        "POST persons:arrest-create",
        "POST api:person-arrests",
        "GET persons:arrest-change",
        "POST persons:arrest-change",
        "POST api:person-change-arrest",
        "POST seizures:attachment-list",
        "POST api:attachment-list",
        "POST api:case-note-list",
    },
    "names": {"GET persons:person-identity", "POST persons:person-identity", "POST api:person-read-identity"},
    "files": {
        "GET seizures:attachment-detail",
        "GET seizures:attachment-download",
        "GET api:attachment-detail",
        "GET api:attachment-original",
    },
    "file of another": {
        "GET seizures:attachment-withdraw",
        "POST seizures:attachment-withdraw",
        "POST api:attachment-withdraw",
    },
    "ends what it gave": {
        "GET seizures:share-end",
        "GET shares:case-extend",
        "POST shares:case-extend",
        "GET shares:case-unshare",
        "POST shares:case-unshare",
    },
    "passes on": {
        "GET seizures:share-create",
        "POST seizures:share-create",
        "POST api:seizure-share",
        "GET shares:case-share",
        "POST shares:case-share",
        "POST api:case-share",
        "POST api:case-extend-share",
    },
    "a share that is not of it": {"POST api:case-unshare"},
}


def kind_of(asked: str) -> str:
    """Return the kind of a route of a record, as `SHARED_BY` names it."""
    told = next((kind for kind, rows in SHARED_BY.items() if asked in rows), "")
    own = MATRIX[asked].own
    return told or ("the unit's" if own["analyst"] == REFUSED else "seen")


def shared(asked: str, held: Held) -> int:
    """Return the answer on a route for a record of another unit that is shared."""
    row, kind = MATRIX[asked], kind_of(asked)
    passes_on = held.role == "supervisor" and held.level == "manage"
    allowed = {
        "seen": True,
        "the unit's": False,
        "adds": held.adds,
        "adds names": held.adds and held.names,
        "names": held.names,
        "files": held.names,
        "file of another": False,
        "passes on": passes_on,
        "ends what it gave": False,
        "a share that is not of it": False,
    }[kind]
    if kind == "a share that is not of it" or (kind == "ends what it gave" and passes_on):  # the unit gave this one
        return MISSING
    if row.state in {"draft", "h2"} or (kind.startswith("file") and not held.names):
        return MISSING
    return row.own[held.role] if allowed else REFUSED
