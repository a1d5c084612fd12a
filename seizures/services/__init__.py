"""The acts on seizures: keyword-only, guarded, audited, announced."""
