"""The window keeps every check it made, to be compared with the next one."""

from dingsetup.findings import Kind
from dingsetup.support.history import History
from tests.ui.desk import Desk


def history(desk: Desk) -> History:
    return History(desk.workspace.profiles.folder(desk.session.profile.id))


def test_every_run_is_kept_and_equal_ones_are_one_entry(desk: Desk) -> None:
    desk.practise(check=True)
    desk.check()
    (entry,) = history(desk).entries()
    assert entry.worked
    assert entry.times >= 2
    desk.workspace.set_scenarios(["bad-secret"])
    desk.session.check(["credentials"])
    desk.settled()
    newest, _ = history(desk).entries()
    assert not newest.worked
    snapshot = history(desk).newest()
    assert snapshot is not None
    assert Kind.BAD_SECRET in {finding.kind for finding in snapshot.plain_findings}
    assert {finding.step for finding in snapshot.plain_findings} == set(desk.session.steps)
    assert snapshot.facts.own is False
    assert snapshot.secret.given


def test_a_cancelled_run_is_not_kept(desk: Desk) -> None:
    desk.practise("slow:3000")
    desk.session.check()
    desk.breathe()
    desk.click("Cancel")
    desk.run_until(lambda: not desk.session.running)
    desk.workspace.set_scenarios(())
    desk.run_until(lambda: not desk.workspace.tasks.busy)
    assert history(desk).entries() == []
