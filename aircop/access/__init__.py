"""Who may do what, and who may see what: actors, seats, access lists, shares, the wall.

Words: a *seat* puts a person into a group for a time; a *grant* lets a group or person read an *access list*; a
*share* is the reason for a grant; a *record* lies on one list, which has a *root*. The *wall* is the database's own
check of the same. Import from the submodules: `actor`, `verdict`, `models`, `grants`, `pages`, `unscoped`.
"""
