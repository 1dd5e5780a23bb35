"""Words for a file that cannot be written, whatever it holds."""

from dingsetup.language.sentence import N_, sentence

WRITING = {
    "folder_missing": sentence(
        N_("The folder is not there any more"), (), N_("Choose another one.")
    ),
    "not_allowed": sentence(
        N_("The file may not be written there"), (), N_("Choose a folder of your own.")
    ),
    "disk_full": sentence(N_("The disk is full"), (), N_("Make room, then try again.")),
    "not_written": sentence(
        N_("The file could not be written"),
        N_("{detail}"),
        N_("Close it in other programs, or choose another folder."),
    ),
}
"""By the trouble's kind."""
