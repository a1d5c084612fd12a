"""The acts on alerts: keyword-only, guarded, audited, announced."""
