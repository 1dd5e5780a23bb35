"""What lies in people's inboxes: notes that arrived, and whether they were read."""

from collections.abc import Iterator

from dingsetup.practice.post import Note, Task
from dingsetup.practice.state import State


def notes(state: State, userid: str = "") -> list[Note]:
    """Return what arrived in one inbox, or in all of them, oldest first. Hold the state's lock."""
    owners = (userid,) if userid else state.post.owners()
    found = [note for owner in owners for note in _notes(state, owner)]
    # Stable: of one send, people stay in their order.
    return sorted(found, key=lambda note: note.task_id)


def _notes(state: State, userid: str) -> Iterator[Note]:
    for task in state.post.inbox(userid):
        if has_arrived(state, task):
            yield Note(
                task_id=task.task_id,
                at=task.delivered_at,
                userid=userid,
                msg=task.msg,
                read=has_read(state, userid, task),
                recalled=task.recalled,
                status_value=task.status_value,
                status_bg=task.status_bg,
            )


def has_arrived(state: State, task: Task) -> bool:
    return state.clock() >= task.delivered_at


def has_read(state: State, userid: str, task: Task) -> bool:
    """Whether it was read by now; what was read once stays so."""
    if not state.post.is_opened(userid, task.task_id) and _would_have_read(state, userid, task):
        state.post.open(userid, task.task_id)
    return state.post.is_opened(userid, task.task_id)


def _would_have_read(state: State, userid: str, task: Task) -> bool:
    """Active people read a while after it arrived, unless it was taken back."""
    wait = state.faults.read_seconds
    if wait is None or task.recalled or state.clock() - task.delivered_at < wait:
        return False
    person = state.company.by_userid.get(userid)
    return person is not None and person.active


def read_note(state: State, userid: str, task_id: int = 0) -> None:
    """Let a person open a note, or all of theirs; what is not theirs or recalled stays shut."""
    for task in state.post.inbox(userid):
        if task_id in (0, task.task_id) and not task.recalled and has_arrived(state, task):
            state.post.open(userid, task.task_id)
