"""Compiles translations where gettext is not installed, so that a fresh clone speaks all its languages."""

from pathlib import Path

from aircop.local import ROOT


def compile_all() -> None:
    """Compile each catalogue that is newer than what was compiled from it."""
    for source in (ROOT / "aircop" / "locale").glob("*/LC_MESSAGES/*.po"):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            _compile(source, target)


def _compile(source: Path, target: Path) -> None:
    import polib  # noqa: PLC0415  a developer's package: production compiles when its image is built

    draft = target.with_suffix(".mo.draft")
    polib.pofile(str(source)).save_as_mofile(str(draft))
    draft.rename(target)
