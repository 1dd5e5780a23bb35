"""What only a person can tell: the answer is kept with its date, and goes stale when it must."""

import datetime

from PySide6.QtWidgets import QLabel, QLineEdit

from dingsetup.findings import Kind, State
from tests.ui.desk import Desk

PUBLISHED = "publication/published"


def answer(desk: Desk, key: str, word: str) -> None:
    """Press Yes or No and wait until the row shows it."""
    desk.click(word, desk.row(key))
    desk.settled()
    desk.run_until(lambda: not desk.workspace.tasks.busy)
    desk.breathe()


def shown(desk: Desk) -> list[str]:
    return [label.text() for label in desk.all(QLabel)]


def at_the_publication(desk: Desk) -> None:
    desk.practise(check=True)
    desk.go("publication")


def test_yes_is_kept_with_its_date_and_shown(desk: Desk) -> None:
    at_the_publication(desk)
    before = datetime.datetime.now(datetime.UTC).replace(microsecond=0)
    answer(desk, PUBLISHED, "Yes")
    kept = desk.profiles.load("practice").answers[Kind.ASK_PUBLISHED]
    assert kept.yes
    assert before <= kept.at <= datetime.datetime.now(datetime.UTC)
    assert desk.state(PUBLISHED) is State.MANUAL
    moment = desk.session.language.moment(kept.at)
    assert desk.text("Confirmed by you on {moment}.", moment=moment) in shown(desk)
    assert not desk.buttons("Yes", desk.row(PUBLISHED))
    assert desk.buttons("No", desk.row(PUBLISHED))


def test_no_is_a_failure_and_can_be_taken_back(desk: Desk) -> None:
    at_the_publication(desk)
    answer(desk, PUBLISHED, "No")
    assert not desk.profiles.load("practice").answers[Kind.ASK_PUBLISHED].yes
    assert desk.state(PUBLISHED) is State.FAILED
    answer(desk, PUBLISHED, "Yes")
    assert desk.profiles.load("practice").answers[Kind.ASK_PUBLISHED].yes
    assert desk.state(PUBLISHED) is State.MANUAL


def test_another_homepage_asks_for_another_publication(desk: Desk) -> None:
    at_the_publication(desk)
    answer(desk, PUBLISHED, "Yes")
    desk.go("mobile")
    edit = desk.named(QLineEdit, "Homepage as it stands in the console")
    desk.type(edit, "https://bi.example.com/other")
    desk.check(["publication"])
    assert desk.finding(PUBLISHED).kind is Kind.PUBLISH_AGAIN
    assert desk.state(PUBLISHED) is State.WARNING
    desk.go("publication")
    answer(desk, PUBLISHED, "Yes")
    assert desk.finding(PUBLISHED).kind is Kind.ASK_PUBLISHED
    assert desk.finding(PUBLISHED).values["answer"] == "yes"


def test_an_answer_survives_closing_at_once(desk: Desk) -> None:
    at_the_publication(desk)
    desk.click("Yes", desk.row(PUBLISHED))
    desk.close()
    assert desk.profiles.load("practice").answers[Kind.ASK_PUBLISHED].yes


def test_two_answers_given_one_after_the_other_are_both_kept(desk: Desk) -> None:
    desk.practise(check=True)
    desk.go("datawind")
    questions = [f for f in desk.session.findings("datawind") if f.state is State.MANUAL]
    for finding in questions:
        desk.click("Yes", desk.row(finding.key))
    desk.settled()
    desk.saved()
    kept = desk.profiles.load("practice").answers
    assert {str(f.kind) for f in questions} <= set(kept)


def test_an_answer_given_during_a_run_is_not_forgotten(desk: Desk) -> None:
    at_the_publication(desk)
    desk.workspace.set_scenarios(["slow:300"])
    desk.session.check()
    desk.breathe()
    desk.click("Yes", desk.row(PUBLISHED))
    desk.settled()
    assert desk.profiles.load("practice").answers[Kind.ASK_PUBLISHED].yes
    assert "publication" in desk.session.stale
    desk.check(["publication"])
    assert desk.finding(PUBLISHED).values["answer"] == "yes"
