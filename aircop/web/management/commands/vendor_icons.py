"""Make the icon sprite anew from an unpacked @tabler/icons package (developers only; see static/vendor/VERSIONS.md)."""

import re
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

SHAPE = re.compile(r"<(?:path|circle|rect|line|polyline|ellipse)\b[^>]*/>")
FRAME = 'stroke="none" d="M0 0h24v24H0z"'  # the invisible square that every icon of the set carries
HEAD = '<svg xmlns="http://www.w3.org/2000/svg">\n'


def symbol(name: str, source: str) -> str:
    """Return one icon as a symbol that takes line and colour from the page."""
    shapes = "".join(shape.replace(" />", "/>") for shape in SHAPE.findall(source) if FRAME not in shape)
    return f'<symbol id="{name}" viewBox="0 0 24 24">{shapes}</symbol>\n'


class Command(BaseCommand):
    """Reads icons.txt beside the sprite, takes those icons out of the package, writes sprite.svg."""

    help = "Make static/vendor/tabler-icons-*/sprite.svg from an unpacked @tabler/icons package."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the folder of the unpacked package."""
        parser.add_argument("package", type=Path, help="folder that holds icons/outline/*.svg")

    def handle(self, *, package: Path, **_options: Any) -> None:
        """Write the sprite."""
        (folder,) = (settings.BASE_DIR / "static" / "vendor").glob("tabler-icons-*")
        names = (folder / "icons.txt").read_text(encoding="utf-8").split()
        outline = package / "icons" / "outline"
        symbols = [symbol(name, (outline / f"{name}.svg").read_text(encoding="utf-8")) for name in names]
        (folder / "sprite.svg").write_text(HEAD + "".join(symbols) + "</svg>\n", encoding="utf-8")
        self.stdout.write(f"{len(names)} icons in {folder.name}/sprite.svg")
