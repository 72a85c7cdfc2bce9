"""What the repository itself promises: a plain top level, locked dependencies, documents that lead somewhere."""

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PACKAGES = ("assets", "dashboard", "data", "loaders")

TOP_LEVEL = {
    *PACKAGES, "tests", "pyproject.toml", "README.md",
    ".ci", ".gitignore", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "Makefile", "docs",
    "requirements.lock", "requirements-dev.lock",
}  # fmt: skip

REGISTRIES = r"pypi\.org|pythonhosted\.org|npmjs\.|deb\.debian\.org"
MACHINE_PATHS = r"(?<![\w.~\-/*}{)])/(home|opt|root|tmp|work|Users)/\w+"
FORBIDDEN = re.compile(f"{REGISTRIES}|{MACHINE_PATHS}")


def tracked_files() -> list[Path]:
    """List the files that git keeps, without those just deleted."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, encoding="utf-8")
    return [path for path in (ROOT / name for name in listed.stdout.split("\0") if name) if path.is_file()]


def text_of(path: Path) -> str:
    """Read a text file; pictures, fonts and exports in other code pages have no words of ours and give none."""
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError:
        return ""


def documents() -> list[Path]:
    return [path for path in tracked_files() if path.suffix == ".md" and "tests" not in path.relative_to(ROOT).parts]


def links(document: Path) -> list[str]:
    """List what a document links to inside the repository, without anchors."""
    targets = re.findall(r"\]\(([^)\s]+)\)", document.read_text("utf-8"))
    return [target.partition("#")[0] for target in targets if "://" not in target and not target.startswith("#")]


def test_top_level_holds_only_what_was_agreed():
    assert {path.relative_to(ROOT).parts[0] for path in tracked_files()} <= TOP_LEVEL


def test_importing_the_dashboard_package_runs_nothing():
    assert (ROOT / "dashboard" / "__init__.py").read_text("utf-8") == ""


def test_no_file_names_a_package_registry_or_a_path_of_one_machine():
    found = {
        str(path.relative_to(ROOT)): match.group()
        for path in tracked_files()
        if (match := FORBIDDEN.search(text_of(path)))
    }
    assert found == {}


@pytest.mark.parametrize("command", ["make demo", "make test"])
def test_readme_gives_the_two_commands_and_the_makefile_has_them(command: str):
    assert f"\n{command}\n" in (ROOT / "README.md").read_text("utf-8")
    target = command.removeprefix("make ")
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)


def test_ci_runs_what_the_readme_says():
    assert (ROOT / ".ci" / "run").read_text("utf-8").rstrip().endswith("\nmake test")


def test_readme_links_every_page_of_the_documentation():
    pages = {path.relative_to(ROOT).as_posix() for path in documents() if path.parent == ROOT / "docs"}
    assert pages
    assert pages <= set(links(ROOT / "README.md"))


def test_every_link_in_the_documents_leads_to_a_file():
    broken = [
        f"{document.name}: {target}"
        for document in documents()
        for target in links(document)
        if not (document.parent / target).exists()
    ]
    assert broken == []


def test_changelog_tells_of_this_version():
    heading = rf"^## {re.escape(PROJECT['project']['version'])} — (not released yet|\d{{4}}-\d\d-\d\d)$"
    assert re.search(heading, (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)


def test_licence_is_the_one_that_the_package_declares():
    assert PROJECT["project"]["license"] == "Apache-2.0"
    first_lines = (ROOT / "LICENSE").read_text("utf-8").split("\n", 4)[:4]
    assert "Apache License" in " ".join(first_lines)
    assert "Version 2.0" in " ".join(first_lines)


def pins(lock: str) -> dict[str, list[str]]:
    """Read the versions that a lock file pins, by package; some differ between Python versions."""
    found: dict[str, list[str]] = {}
    for name, version in re.findall(r"^([\w.\-]+)==([^\s;]+)", (ROOT / lock).read_text("utf-8"), re.MULTILINE):
        found.setdefault(canonicalize_name(name), []).append(version)
    return found


@pytest.mark.parametrize(
    ("lock", "groups"), [("requirements.lock", ["build"]), ("requirements-dev.lock", ["build", "dev"])]
)
def test_lock_files_pin_what_the_project_asks_for(lock: str, groups: list[str]):
    asked = PROJECT["project"]["dependencies"] + [
        line for group in groups for line in PROJECT["dependency-groups"][group]
    ]
    locked = pins(lock)
    unmet = [
        line
        for line in asked
        for requirement in (Requirement(line),)
        for version in locked.get(canonicalize_name(requirement.name), ["nothing"])
        if version == "nothing" or version not in requirement.specifier
    ]
    assert unmet == [], "run `make lock`"


def test_both_lock_files_pin_the_same_versions():
    runtime, development = pins("requirements.lock"), pins("requirements-dev.lock")
    assert {name: development.get(name) for name in runtime} == runtime


def test_wheel_holds_every_file_of_the_four_packages(tmp_path: Path):
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    ours = {path.relative_to(ROOT).as_posix() for path in tracked_files()}
    expected = {name for name in ours if name.startswith(tuple(f"{package}/" for package in PACKAGES))}
    assert expected <= set(zipfile.ZipFile(wheel).namelist())
