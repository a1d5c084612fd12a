"""Static files under names that change with what they hold."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Modules name each other by those names too: under two names a module would run twice in one page."""

    support_js_module_import_aggregation = True
