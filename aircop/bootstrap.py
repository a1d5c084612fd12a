"""Makes the environment for `demo` and `test` from a bare Python, then re-executes inside it. Never in production.

Standard library only, in syntax that Python 3.8 still parses: an old interpreter must get as far as naming a newer one.
"""

import ctypes
import fcntl
import glob
import hashlib
import os
import shutil
import subprocess
import sys
from typing import NoReturn, Optional

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, "bin", "python")
LOCK = os.path.join(ROOT, "requirements.lock")
STAMP = os.path.join(VENV, "aircop.stamp")
OLDEST, NEWEST = (3, 12), (3, 14)
PREFERRED = ("3.13", "3.12", "3.14")
PROBE = "import sys, venv, ensurepip; print('%d.%d' % sys.version_info[:2])"


def ensure(command: str) -> None:
    """Return inside the project's environment, complete and current; re-execute to get there."""
    name_missing(command)
    with open(LOCK, "rb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two first runs at once make one environment
        digest = hashlib.sha256(lock.read()).hexdigest()
        changed = not os.path.exists(PYTHON) or _stamp() != digest
        if changed:
            make_environment(digest)
    if changed or not inside():
        os.execv(PYTHON, [PYTHON, os.path.join(ROOT, "manage.py"), *sys.argv[1:]])  # noqa: S606


def inside() -> bool:
    """Tell whether this interpreter is the one of the project's environment."""
    return os.path.realpath(sys.prefix) == os.path.realpath(VENV)


def _stamp() -> str:
    """Return the digest of the lock file that was installed last."""
    if not os.path.exists(STAMP):
        return ""
    with open(STAMP) as stamp:
        return stamp.read().strip()


def make_environment(digest: str) -> None:
    """Make .venv where there is none, install what the lock file names, and note that it is done."""
    if not _works(PYTHON):
        python = find_python() or (install(["python3", "python3-venv"]) and find_python())
        if not python:
            fail(
                "AIRCOP needs Python 3.12, 3.13 or 3.14 with venv: on Debian 13 or Ubuntu 24.04 and later, "
                "apt-get install python3 python3-venv"
            )
        say("making the environment in .venv with " + python)
        subprocess.run([python, "-m", "venv", "--clear", VENV], check=True)
    say("installing the packages of requirements.lock")
    if not _install_with_uv() and not _install_with_pip():
        fail("The packages of requirements.lock could not be installed: is a package index within reach?")
    with open(STAMP, "w") as stamp:
        stamp.write(digest)


def _works(python: str) -> bool:
    """Tell whether an interpreter runs and is one of ours."""
    return os.path.exists(python) and _version(python, "import sys; print('%d.%d' % sys.version_info[:2])") in PREFERRED


def _version(python: str, probe: str = PROBE) -> str:
    """Return the version of an interpreter that can make environments, or nothing."""
    try:
        answer = subprocess.run([python, "-c", probe], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True)
    except (OSError, subprocess.SubprocessError):
        return ""
    return answer.stdout.decode().strip()


def find_python() -> "Optional[str]":
    """Return an interpreter that can make the environment: this one, one on the PATH, one of a version manager."""
    found: "dict[str, str]" = {}
    for candidate in _candidates():
        version = _version(candidate)
        if version in PREFERRED:
            if candidate == sys.executable:
                return candidate
            found.setdefault(version, candidate)
    return next((found[version] for version in PREFERRED if version in found), None)


def _candidates() -> "list[str]":
    """Return interpreters that exist, each once."""
    homes = [os.environ.get("PYENV_ROOT", ""), os.path.expanduser("~/.pyenv"), "/opt/pyenv"]
    places = [sys.executable]
    for version in PREFERRED:
        places.append(shutil.which("python" + version) or "")
        places += ["/usr/bin/python" + version, "/usr/local/bin/python" + version]
        for home in filter(None, homes):
            places += sorted(glob.glob(os.path.join(home, "versions", version + "*", "bin", "python3")), reverse=True)
        places += sorted(glob.glob(os.path.expanduser("~/.local/share/uv/python/*-%s*/bin/python3" % version)))
    return list(dict.fromkeys(filter(os.path.exists, filter(None, places))))


def _install_with_uv() -> bool:
    """Install by uv, which takes seconds where pip takes a minute; tell whether it worked."""
    uv = shutil.which("uv")
    if not uv:
        _pip("install", "--quiet", "uv>=0.9")
        uv = os.path.join(VENV, "bin", "uv")
    command = [uv, "pip", "install", "--quiet", "--python", PYTHON, "--require-hashes", "-r", LOCK]
    try:
        return subprocess.run(command, env=dict(os.environ, UV_NATIVE_TLS="1"), check=False).returncode == 0
    except OSError:
        return False


def _install_with_pip() -> bool:
    """Install by pip, which knows mirrors that uv is not told of; tell whether it worked."""
    return _pip("install", "--quiet", "--require-hashes", "-r", LOCK)


def _pip(*arguments: str) -> bool:
    """Run the environment's pip, putting it there first when an environment came without."""
    if subprocess.run(
        [PYTHON, "-m", "pip", "--version"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ).returncode:
        subprocess.run([PYTHON, "-m", "ensurepip"], stdout=subprocess.DEVNULL, check=False)
    return subprocess.run([PYTHON, "-m", "pip", "--disable-pip-version-check", *arguments]).returncode == 0


def name_missing(command: str) -> None:
    """Install the Debian packages that the command wants, or name them in one line and go on without."""
    wanted = []
    for package, library in (("libpango-1.0-0", "libpango-1.0.so.0"), ("libpangoft2-1.0-0", "libpangoft2-1.0.so.0")):
        try:
            ctypes.CDLL(library)
        except OSError:
            wanted.append(package)
    if command == "test" and not (shutil.which("chromium") or os.path.exists("/usr/bin/chromium")):
        wanted.append("chromium")
    if wanted and not install(wanted):
        say("missing: %s (PDF files and browser tests need them): apt-get install %s" % ((" ".join(wanted),) * 2))


def install(packages: "list[str]") -> bool:
    """Install Debian packages where we are root and may; tell whether it worked."""
    if os.geteuid() != 0 or not shutil.which("apt-get") or os.environ.get("AIRCOP_NO_PACKAGES"):
        return False
    say("installing the Debian packages " + " ".join(packages))
    quiet = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    for step in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *packages]):
        if subprocess.run(
            ["apt-get", *step], env=quiet, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ).returncode:
            return False
    return True


def say(line: str) -> None:
    """Print a line of progress where it does not mix with a command's answer."""
    sys.stderr.write("aircop: %s\n" % line)


def fail(line: str) -> "NoReturn":
    """Print one clear line and end."""
    say(line)
    sys.exit(1)
