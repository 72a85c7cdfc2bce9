"""The Java machine: found on this computer and started once in a process, where it stays until the process ends.

It is limited by its own `-Xmx`: an address-space limit would kill it at the start. One that runs out of memory ends its
process, which therefore must be a child that only reads files.
"""

import importlib
import os
import re
import tempfile
from pathlib import Path
from typing import Any

from loaders.base import Refused

NEEDED = 17  # the oldest Java that is tried out
_MEMORY = "768m"
_OPTIONS = (
    f"-Xmx{_MEMORY}",
    "-Xss4m",  # plans are trees, and some readers follow them downwards
    "-Xrs",  # signals are the process's, not Java's
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",  # a process lives for a few files, too short for what compiles more thoroughly
    "-XX:+ExitOnOutOfMemoryError",
    "-XX:-UsePerfData",
    f"-XX:ErrorFile={os.devnull}",
    "-Djava.awt.headless=true",
    "-Djavax.xml.accessExternalDTD=",
    "-Djavax.xml.accessExternalSchema=",
    "-Duser.timezone=UTC",
    "-Duser.language=en",
    "-Dlog4j2.loggerContextFactory=org.apache.logging.log4j.simple.SimpleLoggerContextFactory",
    "-Dorg.apache.logging.log4j.simplelog.level=OFF",
)
HOW_TO_GET_IT = (
    f"Java {NEEDED} or newer is needed to read this kind of file. Install it, on Debian or Ubuntu with 'apt-get "
    "install default-jre-headless', on Fedora 'dnf install java-21-openjdk-headless', on macOS 'brew install openjdk', "
    "elsewhere from https://adoptium.net, and load the file again. What needs no Java is loaded as ever"
)


def find_java() -> tuple[str, int | None] | None:
    """Give the library of the Java on this computer and its version (None: it does not say), or None for no Java."""
    import jpype  # starts nothing

    try:
        library = jpype.getDefaultJVMPath()
    except (jpype.JVMNotFoundException, jpype.JVMNotSupportedException, OSError):
        return None
    return str(library), _version(Path(library).resolve())


def java() -> Any:
    """Give the module by which Java is reached, with the machine running. Raises `Refused` where there is no Java."""
    import jpype

    if not jpype.isJVMStarted():
        start()
    return jpype


def start() -> None:
    """Start the machine. Raises `Refused` where there is no Java, or an old one."""
    import jpype

    found = find_java()
    if found is None:
        raise Refused(f"{HOW_TO_GET_IT}.")
    library, version = found
    if version is not None and version < NEEDED:
        raise Refused(f"the Java found here is version {version}. {HOW_TO_GET_IT}.")
    importlib.import_module("mpxj")  # which names its own archives to Java
    temporary = f"-Djava.io.tmpdir={os.environ.get('TMPDIR') or tempfile.gettempdir()}"
    try:
        jpype.startJVM(library, *_OPTIONS, temporary, convertStrings=False)
    except (OSError, RuntimeError, ValueError) as error:
        raise Refused(f"the Java found at {library} could not be started: {error}. {HOW_TO_GET_IT}.") from None


def _version(library: Path) -> int | None:
    """Read the version from the file `release` of the Java that a library belongs to."""
    for folder in library.parents:
        release = folder / "release"
        if release.is_file():
            said = re.search(r'JAVA_VERSION="(?:1\.)?(\d+)', release.read_text(encoding="utf-8", errors="replace"))
            return int(said[1]) if said else None
    return None
