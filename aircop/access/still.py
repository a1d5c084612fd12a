"""Whether somebody else may still see a record, as SQL: the system asks it for the people whom it tells something.

The wall answers that question for whoever is bound; who is told something later is bound to nothing.
"""

SEES = """
(EXISTS (SELECT FROM access_listgroupgrant t JOIN access_seat s ON s.group_id = t.group_id
   WHERE ({seat}) AND t.content_object_id IN ({record}.access_list_id, {record}.root_list_id)
     AND (t.expires_at IS NULL OR t.expires_at > statement_timestamp())
     AND s.valid_from <= statement_timestamp() AND (s.valid_to IS NULL OR s.valid_to > statement_timestamp()))
 OR EXISTS (SELECT FROM access_listusergrant u
   WHERE u.user_id = {person} AND u.content_object_id IN ({record}.access_list_id, {record}.root_list_id)
     AND (u.expires_at IS NULL OR u.expires_at > statement_timestamp())))
"""


def still_sees(record: str, person: str, *, or_agency: str = "", frame: str = "") -> str:
    """Return the condition that a person holds a grant on a record now, by a seat in force or of its own.

    `record` is the alias of a protected table, `person` a column with the id of a user; `or_agency` a column with an
    agency, anybody of which is enough. `frame` is the alias of a row with an agency and a unit: only seats there count.
    """
    seat = f"s.user_id = {person}" + (f" OR s.agency_id = {or_agency}" if or_agency else "")
    if frame:
        seat += f" AND s.agency_id = {frame}.agency_id AND s.unit_id IS NOT DISTINCT FROM {frame}.unit_id"
    return SEES.format(record=record, person=person, seat=seat)
