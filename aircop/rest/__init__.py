"""REST toolkit: problem documents, cursor paging, idempotency, entity tags. Knows no domain."""
