"""The commands. Heavy parts are imported by the command that needs them, so that each answers at once."""

import json
import os
import sys
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any, Literal, NoReturn

import typer

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

DEFAULT_STORE = "sqlite:///throughline.db"
StoreOption = Annotated[
    str, typer.Option("--store", envvar="THROUGHLINE_STORE", help="SQLAlchemy address of the store, or a SQLite file.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of words.")]

REJECTED, FAULT, USAGE, BUSY = 3, 1, 2, 5


def _day(text: str | None) -> str | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not a date; write a day such as 2026-10-31") from None


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        typer.echo(f"throughline {version('throughline')}")
        raise typer.Exit


@app.callback()
def throughline(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and end.")
    ] = False,
) -> None:
    """Strategy maps from the exports that project offices already have."""


@app.command()
def load(
    paths: Annotated[list[Path] | None, typer.Argument(help="Files and folders; without any, judge anew.")] = None,
    feed: Annotated[str | None, typer.Option(help="Name of the feed; else the file's name without date marks.")] = None,
    status_date: Annotated[
        str | None, typer.Option(callback=_day, help="Status date of the files, YYYY-MM-DD.")
    ] = None,
    as_of: Annotated[str | None, typer.Option(callback=_day, help="The load counts as recorded on this day.")] = None,
    keep_going: Annotated[bool, typer.Option("--keep-going", help="Store the rest when a file is refused.")] = False,
    accept_shrink: Annotated[
        bool, typer.Option("--accept-shrink", help="Accept that a list loses over half of its rows.")
    ] = False,
    mapping: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="Mapping (YAML) that says how to read the files.")
    ] = None,
    percentages: Annotated[
        Literal["0-1", "0-100"] | None, typer.Option(help="Of trackers: what percentages without a sign are.")
    ] = None,
    as_json: JsonOption = False,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Load files and folders as one load, and say what became of every row."""
    from dashboard import ingest, printing
    from data.commit import Refusal
    from data.writer import StoreBusy

    if feed and not paths:
        _fail("--feed names the feed that files belong to; name the files as well", USAGE)
    if mapping and not paths:
        _fail("--mapping says how files are read; name the files as well", USAGE)
    if percentages and (mapping or not paths):
        _fail("--percentages says how files of trackers are read; name these, and no mapping", USAGE)
    options = ingest.Options(feed, status_date, as_of, keep_going, accept_shrink, mapping, percentages)
    opened = _open(store)
    try:
        with printing.progress(quiet=as_json) as progress:
            report = ingest.load(opened, paths, options, progress) if paths else ingest.reassess(opened, options)
    except StoreBusy as busy:
        _fail(str(busy), BUSY)
    except Refusal as refusal:
        _fail(str(refusal), USAGE)
    if as_json:
        typer.echo(json.dumps(report.as_json(), ensure_ascii=False))
    else:
        from dashboard.reconciliation import reconciliation

        reconciliation(report)
    raise typer.Exit(report.exit_code)


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on; 0 takes a free one.")] = 8050,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Web workers.")] = 1,
    watch: Annotated[
        Path | None, typer.Option(exists=True, file_okay=False, help="Folder whose changed exports are loaded.")
    ] = None,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Serve the dashboard."""
    from dashboard import serving
    from dashboard.settings import Settings, SettingsError

    try:
        settings = Settings.from_environment(os.environ)
    except SettingsError as error:
        _fail(str(error), USAGE)
    port = serving.free_port(host, port)  # before anybody waits for the rest
    _open(store).close()  # tables are made or migrated once, before the workers start
    serving.serve(_address(store), settings, host, port, workers, watch)


@app.command()
def demo(
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on; 0 takes a free one.")] = 8050,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Do not open a browser.")] = False,
    store: Annotated[
        str | None, typer.Option("--store", help="Address of the sample store; else throughline-demo/throughline.db.")
    ] = None,
) -> None:
    """Make the sample portfolio through the real loaders, in a store of its own, and serve it."""
    from dashboard import demonstration, printing, serving
    from dashboard.settings import SettingsError

    try:
        settings = demonstration.settings(os.environ)
    except SettingsError as error:
        _fail(str(error), USAGE)
    port = serving.free_port("127.0.0.1", port)  # before anybody waits for the rest
    typer.echo("Preparing the sample portfolio in the folder throughline-demo. The first time takes a moment.")
    try:
        with printing.progress(quiet=False) as progress:
            address = demonstration.prepare(Path("throughline-demo"), store, progress)
    except demonstration.Occupied as occupied:
        _fail(str(occupied), USAGE)
    serving.serve(address, settings, "127.0.0.1", port, 1, None, browser=not no_browser)


@app.command()
def status(as_json: JsonOption = False, store: StoreOption = DEFAULT_STORE) -> None:
    """Say what the store holds, how fresh each feed is, and what was rejected."""
    from dashboard import printing
    from dashboard.holdings import holdings

    found = holdings(_open(store))
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False))
    else:
        printing.holdings(found)


@app.command()
def template(
    file: Annotated[Path, typer.Argument(help="Workbook to write, ending in .xlsx.")],
    filled: Annotated[bool, typer.Option("--filled", help="With all that the store holds.")] = False,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Write the register workbook to fill in, empty or with all that the store holds."""
    from dashboard import filled_register
    from loaders.register.template import write_template

    if file.suffix.lower() != ".xlsx":
        _fail(f"{file} does not end in .xlsx; the register is an Excel workbook", USAGE)
    if not file.parent.is_dir():
        _fail(f"there is no folder {file.parent}; make it first", USAGE)
    if file.exists():
        _fail(f"{file} exists, and what was written in it would be lost; move it away or name another file", USAGE)
    rows = filled_register.rows(_open(store)) if filled else None
    try:
        write_template(file, rows)
    except OSError as error:
        _fail(f"{file} cannot be written: {error.strerror or error}", FAULT)
    typer.echo(f"Wrote {file}.")


@app.command("map")
def propose_mapping(
    file: Annotated[Path | None, typer.Argument(exists=True, dir_okay=False, help="Table to read.")] = None,
    sheet: Annotated[str | None, typer.Option(help="Sheet of a workbook, or path to the list in JSON.")] = None,
    becomes: Annotated[str | None, typer.Option(help="What a row becomes, such as projects.")] = None,
    mapping: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="Show what this mapping makes of the file.")
    ] = None,
    schema: Annotated[bool, typer.Option("--schema", help="Print the JSON Schema of mappings.")] = False,
    feeds_schema: Annotated[bool, typer.Option("--feeds-schema", help="Print the JSON Schema of feeds.yaml.")] = False,
) -> None:
    """Propose a mapping for a table to standard output, and show to standard error what it would make of its rows."""
    from dashboard import mapping_preview
    from dashboard.reading.readers import Readers, result
    from loaders import mapped
    from loaders.base import Refused
    from loaders.feeds import lists

    if schema or feeds_schema:
        typer.echo(json.dumps(mapped.schema() if schema else lists.schema(), indent=2, ensure_ascii=False))
        return
    if file is None:
        _fail("name the file to map, or ask for --schema", USAGE)
    if becomes and becomes.casefold() not in mapped.KINDS:
        _fail(f"{becomes!r} is nothing that a row can become; there are {', '.join(mapped.KINDS)}", USAGE)
    try:
        with Readers(1) as readers, TemporaryDirectory() as folder:
            if mapping is None:
                text = readers.propose(file, sheet, becomes.casefold() if becomes else None)
                typer.echo(text, nl=False)
                mapping = Path(folder, "the proposed mapping")
                mapping.write_text(text, encoding="utf-8")
            export = result(readers.read(mapped.bound(mapping), file, file.stem))
        for line in mapping_preview.preview(export):
            typer.echo(line, err=True)
    except Refused as refused:
        _fail(str(refused), REJECTED)
    except OSError as error:
        _fail(f"{file} cannot be read: {error.strerror or error}", REJECTED)


@app.command()
def doctor(as_json: JsonOption = False, store: StoreOption = DEFAULT_STORE) -> None:
    """Check versions, settings and the store, and say what to do."""
    from dashboard import checkup, printing

    checks = checkup.checks(_address(store), os.environ)
    if as_json:
        typer.echo(json.dumps([check.as_json() for check in checks], ensure_ascii=False))
    else:
        printing.checkup(checks)
    raise typer.Exit(FAULT if any(check.state == "fault" for check in checks) else 0)


def _address(store: str) -> str:
    return store if "://" in store else f"sqlite:///{store}"


def _open(store: str) -> Any:
    """Open a store, or say in words why it cannot be opened."""
    from sqlalchemy.exc import ArgumentError, SQLAlchemyError

    from data.store import Store

    try:
        return Store.open(_address(store))
    except ArgumentError:
        _fail(f"{store!r} is not an address of a store; write sqlite:///FILE or postgresql://USER@HOST/NAME", USAGE)
    except (SQLAlchemyError, RuntimeError, OSError) as error:
        _fail(f"the store {store} cannot be opened: {getattr(error, 'orig', None) or error}", FAULT)


def _fail(message: str, code: int) -> NoReturn:
    typer.echo(f"throughline: {message}", err=True)
    raise typer.Exit(code)


def main() -> None:
    """Run a command."""
    try:
        app()
    except BrokenPipeError:  # the reader of our output has gone, which is not our fault
        sys.stderr.close()


if __name__ == "__main__":
    main()
