"""Say whether the lock files hold what pyproject.toml asks for; needs no package index."""

import re
import sys
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent


def pins(name: str) -> dict[str, str]:
    """Return the packages of a lock file and their versions."""
    text = (ROOT / name).read_text(encoding="utf-8")
    return {canonicalize_name(package): version for package, version in re.findall(r"(?m)^([\w.-]+)==([^ \\;]+)", text)}


def faults() -> list[str]:
    """Return what is asked for and not held, and what the two locks hold apart."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    production, everything = pins("requirements.production.lock"), pins("requirements.lock")
    asked = [(line, lock) for line in project["project"]["dependencies"] for lock in (production, everything)]
    asked += [(line, everything) for group in project["dependency-groups"].values() for line in group]
    found = []
    for line, lock in asked:
        requirement = Requirement(line)
        version = lock.get(canonicalize_name(requirement.name))
        if version is None or not requirement.specifier.contains(version, prereleases=True):
            found.append(f"{line}: the lock holds {version}")
    return found + [
        f"{name}: {version} in production only" for name, version in (production.items() - everything.items())
    ]


if __name__ == "__main__":
    if problems := faults():
        sys.exit("The lock files are not current, run `make lock`:\n" + "\n".join(problems))
