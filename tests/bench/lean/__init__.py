"""The floor that ours is held against: the least that Django and its REST framework can do over the same rows.

A token looked up by its digest, a filter by the lists that its owner holds, five foreign keys joined, serializers
nested. No wall, no audit, no events, no rules, no cursor, no entity tags: the owner of the tables reads them.
"""
