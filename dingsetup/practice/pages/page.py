"""The inbox page itself: people at the left, one person's conversation as on a phone."""

import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import msgspec

from dingsetup.practice.inbox import notes
from dingsetup.practice.pages.bubbles import Painter
from dingsetup.practice.pages.html import Html, tag
from dingsetup.practice.pages.words import Words
from dingsetup.practice.post import Note
from dingsetup.practice.state import State

MOST_PEOPLE = 200
"""How many the list holds."""
_STYLE = Path(__file__).parents[2] / "resources" / "practice" / "inbox.css"


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """What of it is wanted."""

    userid: str
    find: str
    live: bool
    nonce: str


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody in the list."""

    userid: str
    name: str
    unread: int
    newest: Note | None


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """What the page shows."""

    company: str
    learner: str
    people: tuple[Listed, ...]
    more: bool
    chosen: str
    """Name of whose notes these are; empty while nobody is chosen."""
    notes: tuple[Note, ...]
    """Newest first."""


def gather(state: State, look: Look) -> Seen:
    """Look up what the page shows. Hold the state's lock."""
    people = list(_people(state, look.find))
    return Seen(
        company=state.company.departments[0].name,
        learner=state.identity.userid,
        people=tuple(_listed(state, userid) for userid in people[:MOST_PEOPLE]),
        more=len(people) > MOST_PEOPLE,
        chosen=_name(state, look.userid),
        notes=tuple(reversed(notes(state, look.userid))) if look.userid else (),
    )


def _people(state: State, find: str) -> Iterator[str]:
    """Yield whom to list: who has post, or whoever fits; the learner first."""
    learner = state.identity.userid
    if find:
        for person in state.company.people:
            if any(find in text for text in (person.name, person.mobile, person.userid)):
                yield person.userid
        return
    yield learner
    yield from (userid for userid in state.post.owners() if userid != learner)


def _listed(state: State, userid: str) -> Listed:
    found = notes(state, userid)
    return Listed(
        userid=userid,
        name=_name(state, userid),
        unread=sum(not note.read and not note.recalled for note in found),
        newest=found[-1] if found else None,
    )


def _name(state: State, userid: str) -> str:
    person = state.company.by_userid.get(userid)
    return person.name if person else userid


def draw_page(seen: Seen, look: Look, painter: Painter) -> str:
    """Return the whole page."""
    words = painter.words
    body = tag("body", _list(seen, look, painter), _phone(seen, look, painter))
    style = f"{_STYLE.read_text('utf-8')}\n{_colours(painter)}"
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width"),
        tag("meta", http_equiv="refresh", content="5") if look.live else "",
        tag("title", f"{words.inboxes} · {words.practice}"),
        tag("style", Html(style), nonce=look.nonce),
    )
    return f"<!DOCTYPE html>{tag('html', head, body, lang=words.language)}"


def _colours(painter: Painter) -> str:
    rules = (f".bubble .c-{one} {{ background: #{one}; }}" for one in sorted(painter.colours))
    return "\n".join(rules)


def _url(look: Look, **changes: str) -> str:
    wanted = {
        "format": "html",
        "userid": look.userid,
        "find": look.find,
        "live": "1" if look.live else "",
        **changes,
    }
    return "?" + urlencode({key: value for key, value in wanted.items() if value}, errors="replace")


def _list(seen: Seen, look: Look, painter: Painter) -> Html:
    words = painter.words
    told = ""
    if not seen.people:
        told = words.nobody
    elif seen.more:
        told = words.more_people.format(count=MOST_PEOPLE)
    elif not look.find and not any(one.newest for one in seen.people):
        told = words.nothing_sent
    turning = words.still if look.live else words.live
    return tag(
        "aside",
        tag("h1", words.inboxes, tag("small", f"{words.practice} · {seen.company}")),
        _finder(look, words),
        tag(
            "p",
            tag("a", words.refresh, href=_url(look)),
            " · ",
            tag("a", turning, href=_url(look, live="" if look.live else "1")),
            class_="tools",
        ),
        tag("nav", *(_row(seen, one, look, painter) for one in seen.people)),
        tag("p", told, class_="told") if told else "",
    )


def _finder(look: Look, words: Words) -> Html:
    box = {"name": "find", "value": look.find, "placeholder": words.find}
    return tag(
        "form",
        tag("input", type="hidden", name="format", value="html"),
        tag("input", type="search", aria_label=words.find, **box),
        tag("button", words.search),
    )


def _row(seen: Seen, one: Listed, look: Look, painter: Painter) -> Html:
    words = painter.words
    me = tag("small", words.me, class_="me") if one.userid == seen.learner else ""
    count = words.unread_count.format(count=one.unread)
    return tag(
        "a",
        tag("span", one.name[-2:], class_="avatar", aria_hidden="true"),
        tag(
            "span",
            tag("span", tag("b", one.name), " ", me),
            tag("span", painter.summary(one.newest) if one.newest else "—", class_="line"),
            class_="who",
        ),
        tag("span", str(one.unread), class_="badge", title=count, aria_label=count)
        if one.unread
        else "",
        href=_url(look, userid=one.userid),
        aria_current="page" if one.userid == look.userid else "",
    )


def _phone(seen: Seen, look: Look, painter: Painter) -> Html:
    words = painter.words
    if not look.userid:
        return tag("main", tag("p", words.choose, class_="told"))
    all_of_them = any(not note.read and not note.recalled for note in seen.notes)
    drawn = [_note(note, look, painter) for note in seen.notes]
    return tag(
        "main",
        tag(
            "header",
            tag(
                "h2",
                words.notices.format(company=seen.company),
                tag("small", f"{seen.chosen} · {look.userid}"),
            ),
            _opening(look, words.open_all) if all_of_them else "",
        ),
        # The newest comes first in the page and is drawn at the bottom, where it starts.
        tag("section", *drawn) if drawn else tag("p", words.empty, class_="told"),
        class_="phone",
    )


def _note(note: Note, look: Look, painter: Painter) -> Html:
    words = painter.words
    shut = not note.read and not note.recalled
    foot = f"{words.task} {note.task_id} · {words.read if note.read else words.unread}"
    return tag(
        "article",
        tag("time", time.strftime("%m-%d %H:%M:%S", time.gmtime(note.at + 8 * 3600))),
        tag(
            "div",
            tag("span", "DW", class_="avatar app", aria_hidden="true"),
            tag("div", tag("small", "DataWind"), painter.bubble(note)),
            class_="said",
        ),
        tag("footer", foot, _opening(look, words.open, note.task_id) if shut else ""),
        id=f"note-{note.task_id}",
        class_="unread" if shut else "",
    )


def _opening(look: Look, text: str, task_id: int = 0) -> Html:
    hidden = {"userid": look.userid, "task_id": str(task_id), "live": "1" if look.live else ""}
    return tag(
        "form",
        *(tag("input", type="hidden", name=key, value=value) for key, value in hidden.items()),
        tag("button", text),
        method="post",
        action="/_practice/inbox/read",
    )
