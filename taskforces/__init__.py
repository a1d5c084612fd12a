"""WHO: agencies, task forces and the people who serve in them.

Words: an *agency* is a national service (customs, police); a *task force* (unit) sits at an airport and is made of
people lent by its *participating* agencies; a *membership* is a person's place in an agency, and mostly in a task
force, in one role for a time. Memberships write the seats that rights rest on. Below lies `aircop.access`; above,
`seizures` and `alerts` speak of units and agencies, never the other way round.
"""
