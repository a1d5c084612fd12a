"""What answers without a sign-in. Everything else asks for one; a test compares this list with the URL map."""

PUBLIC = frozenset(
    {
        "accounts:sign-in",
        "accounts:standing",  # tells nobody but its own person anything
        "accounts:go-on",  # a way to sign in
        "accounts:sign-out",  # of a covered session too
        "accounts:second-factor",  # the second step of a sign-in under way
        "accounts:language",
        "accounts:invitation",  # the signed link is the proof
        "accounts:oauth-token",
        "web:language",
        "web:preference",
        "healthz",
        "readyz",
        "metrics",  # asks from which network the question comes
    }
)
API = "/api/"  # answers 401 with a problem document itself

# What a person who must have a second factor can reach before it is set up.
BEFORE_SECOND_FACTOR = frozenset(
    {
        "accounts:factor-set-up",
        "accounts:recovery-codes",
        "accounts:recovery-codes-download",
        "accounts:confirm",
        "accounts:confirm-code",
        "accounts:sign-out",
    }
)
