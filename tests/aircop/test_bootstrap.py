"""The first run on a bare machine, played in an empty folder with a real interpreter and a real environment."""

import ast
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from aircop import bootstrap

ROOT = Path(bootstrap.ROOT)
STUB = "import sys\nfrom aircop import bootstrap\nbootstrap.ensure('demo')\nprint(sys.prefix, *sys.argv[1:])\n"


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a clone that needs no package."""
    folder = tmp_path_factory.mktemp("clone")
    (folder / "aircop").mkdir()
    (folder / "aircop" / "__init__.py").touch()
    shutil.copy(ROOT / "aircop" / "bootstrap.py", folder / "aircop")
    (folder / "manage.py").write_text(STUB)
    (folder / "requirements.lock").write_text("# nothing\n")
    return folder


def first_run(clone: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the clone's command by the interpreter below our environment, out of reach of any index."""
    env = {
        "PATH": "/usr/bin:/bin",
        "HOME": str(clone),
        "PIP_NO_INDEX": "1",
        "UV_OFFLINE": "1",
        "AIRCOP_NO_PACKAGES": "1",
    }
    command = [sys._base_executable, "manage.py", *arguments]  # type: ignore[attr-defined]
    return subprocess.run(command, cwd=clone, env=env, capture_output=True, text=True, check=True)


@pytest.mark.parametrize("path", ["manage.py", "aircop/__init__.py", "aircop/bootstrap.py"])
def test_an_old_interpreter_reads_the_first_lines(path: str) -> None:
    """So that it can name a newer one."""
    assert ast.parse((ROOT / path).read_text(), feature_version=(3, 8))


def test_it_needs_the_standard_library_alone() -> None:
    """Whatever it imports is there before any package is."""
    tree = ast.parse((ROOT / "aircop" / "bootstrap.py").read_text())
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    assert names <= sys.stdlib_module_names


def test_the_first_run_makes_the_environment_and_the_next_uses_it(clone: Path) -> None:
    """It re-executes inside, with the same arguments."""
    first = first_run(clone, "demo", "--fast")
    assert first.stdout.split() == [str(clone / ".venv"), "demo", "--fast"]
    assert "making the environment" in first.stderr
    second = first_run(clone)
    assert second.stdout.split() == [str(clone / ".venv")]
    assert second.stderr == ""


def test_a_changed_lock_is_installed_once(clone: Path) -> None:
    """And only then."""
    first_run(clone)
    (clone / "requirements.lock").write_text("# nothing, said otherwise\n")
    assert "installing the packages" in first_run(clone).stderr
    assert "installing the packages" not in first_run(clone).stderr


def test_an_environment_whose_interpreter_is_gone_is_made_anew(clone: Path) -> None:
    """As after an upgrade of the system."""
    first_run(clone)
    (clone / ".venv" / "bin" / "python").unlink()
    assert "making the environment" in first_run(clone).stderr


def test_an_interpreter_without_the_parts_for_environments_is_not_taken(tmp_path: Path) -> None:
    """Debian ships venv and ensurepip apart."""
    venv.create(tmp_path / "bare", with_pip=False)
    python = tmp_path / "bare" / "bin" / "python"
    assert bootstrap._version(str(python)) in bootstrap.PREFERRED
    assert bootstrap._version(str(python), "import ensurepip_that_is_missing") == ""
    assert bootstrap._version(str(tmp_path / "none")) == ""


def test_packages_are_installed_by_root_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where apt-get may not be called, the answer is no, and the caller names the package."""
    monkeypatch.setenv("AIRCOP_NO_PACKAGES", "1")
    assert not bootstrap.install(["nothing"])
    assert bootstrap.inside() == (Path(sys.prefix).resolve() == (ROOT / ".venv").resolve())
    assert Path(bootstrap.LOCK).exists()
