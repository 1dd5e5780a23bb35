"""`bundle reveal`: puts the real names back, with the key that stayed at home."""

import sys
from pathlib import Path

import click

from dingsetup.cli.bundle.group import subcommand
from dingsetup.cli.opening import about_file
from dingsetup.cli.session import Session
from dingsetup.cli.spoken import option
from dingsetup.language.sentence import N_

STREAM = "-"


@subcommand(
    "reveal",
    N_(
        "Put the originals back into a text that support sent: a file, or “-” for stdin, which is"
        " the default."
    ),
)
@option(
    "--key",
    "key_file",
    metavar="FILE",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help=N_("The key that was written beside the support file."),
)
@click.argument("textfile", metavar="[TEXTFILE|-]", default=STREAM)
def reveal(session: Session, key_file: Path, textfile: str) -> None:
    """What the key does not know stays as it is."""
    from dingsetup.support.revealing import reveal as put_back
    from dingsetup.support.writing import read_key

    with about_file(session, key_file):
        table = read_key(key_file)
    content = sys.stdin.buffer.read() if textfile == STREAM else Path(textfile).read_bytes()
    click.echo(put_back(table, content.decode("utf-8", "replace")), nl=False)
