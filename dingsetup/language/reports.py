"""Words for a report: puts every part of it into what a sheet shows."""

import datetime
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import msgspec

from dingsetup.language.links import told_links
from dingsetup.language.names import EDITIONS
from dingsetup.language.report_sheet import (
    Named,
    Remark,
    Sheet,
    ToldAllowance,
    ToldChange,
    ToldEntry,
    ToldSends,
    ToldValue,
)
from dingsetup.language.report_words import (
    NOTES,
    STANDINGS,
    SYSTEM,
    SYSTEM_VALUES,
    WARNINGS,
    WAYS,
)

if TYPE_CHECKING:
    from dingsetup.findings import Finding
    from dingsetup.language import Language, Told
    from dingsetup.support.report import Entry, Report


def told_report(language: "Language", report: "Report") -> Sheet:
    """Put a report into words. Moments are those of this computer's zone, named in `zone`."""
    words = _Words(language, report)
    entries = {
        name: [words.entry(entry) for entry in getattr(report, name)]
        for name in ("surplus", "proved", "confirmed", "left_out")
    }
    entries["open"] = words.open()
    counts = {name: len(told) for name, told in entries.items()}
    return Sheet(
        language=language.code,
        name=_name(language, report),
        edition=report.edition,
        edition_name=language.gettext(EDITIONS[report.edition]),
        redacted=report.redacted,
        made_at=report.made_at,
        made=language.moment(report.made_at),
        checked_at=report.checked_at,
        checked=language.moment(report.checked_at),
        zone=_zone(report.made_at),
        program=report.program,
        counts=counts | {"allowance": int(report.allowance is not None)},
        notes=words.notes(),
        first_cause=report.first_cause.finding.key if report.first_cause else "",
        allowance=words.allowance(),
        permissions_pasted=report.permissions_pasted,
        form=words.form(),
        addresses=words.guide("addresses"),
        redirect_urls=words.guide("redirect_urls"),
        permissions=words.guide("permissions"),
        homepage=words.guide("homepage"),
        bindings=words.bindings(),
        sends=words.sends(),
        changes=words.changes(),
        versions=words.versions(),
        **entries,
    )


def _name(language: "Language", report: "Report") -> str:
    """The practice tenant goes by its edition, and its name is ours to translate."""
    practice = report.name == report.edition == "practice"
    return language.gettext("Practice tenant") if practice else report.name


def told_or_named(language: "Language", finding: "Finding") -> "Told":
    """A finding in words; one whose values no sentence can be made of is only named.

    What comes out of a stranger's file may hold any values under any kind.
    """
    from dingsetup.language import Told

    try:
        told = language.tell(finding)
    except (LookupError, ValueError, TypeError, AttributeError, StopIteration, ArithmeticError):
        return Told(f"{finding.key}: {finding.kind}", "", "")
    return told if told.title else Told(f"{finding.key}: {finding.kind}", told.cause, told.remedy)


class _Words:
    """Puts the parts of one report into words."""

    def __init__(self, language: "Language", report: "Report") -> None:
        self._language = language
        self._report = report

    def entry(self, entry: "Entry") -> ToldEntry:
        finding, language = entry.finding, self._language
        told = told_or_named(language, finding)
        return ToldEntry(
            step=finding.step,
            check=finding.check,
            step_title=language.pick(entry.step) or finding.step,
            subject=language.subject(finding),
            state=finding.state,
            state_name=language.state(finding.standing),
            kind=str(finding.kind),
            values=dict(finding.values),
            title=told.title,
            cause=told.cause,
            remedy=told.remedy,
            links=told_links(self._language, entry.links),
            at=entry.at,
            moment=language.moment(entry.at),
            way=str(entry.how.way),
            calls=list(entry.how.calls),
            how=self._how(entry),
            outdated=entry.outdated,
        )

    def open(self) -> list[ToldEntry]:
        """What is open, each with what waits for it."""
        roots = {entry.finding.key for entry in self._report.open}
        waiting: dict[str, list[str]] = {}
        told: list[ToldEntry] = []
        for entry in self._report.open:
            made, root = self.entry(entry), str(entry.finding.values.get("blocked_by", ""))
            if root in roots - {entry.finding.key}:
                waiting.setdefault(root, []).append(made.subject)
                made = msgspec.structs.replace(made, waits_for=root)
            told.append(made)
        replace = msgspec.structs.replace
        return [replace(one, waiting=waiting.get(f"{one.step}/{one.check}", [])) for one in told]

    def notes(self) -> list[Remark]:
        """What the plan warns of, and what this report's own making asks to be said."""
        _, report = self._language.gettext, self._report
        new = self._list(report.new_addresses)
        told = [
            Remark(str(one), WARNINGS[one][0], _(WARNINGS[one][1]).format(new=new))
            for one in report.warnings
        ]
        ours = {
            "redacted": report.redacted,
            "practice": report.edition == "practice",
            "outdated": any(entry.outdated for entry in self._entries()),
            "own_facts": report.facts.own,
        }
        return [*(Remark(id, "", _(NOTES[id])) for id, holds in ours.items() if holds), *told]

    def allowance(self) -> ToldAllowance | None:
        left = self._report.allowance
        if left is None:
            return None
        text = NOTES["allowance_open" if left.seen_open else "allowance_waiting"]
        moment = self._language.moment(left.asked_at)
        return ToldAllowance(
            ip=left.ip,
            asked_at=left.asked_at,
            seen_open=left.seen_open,
            text=self._language.gettext(text).format(ip=left.ip, moment=moment),
        )

    def form(self) -> list[ToldValue]:
        """The fields of DataWind's form; in the secret's place stands where to find it."""
        _ = self._language.gettext
        made: list[ToldValue] = []
        for field in self._report.form:
            secret = field.field == "client_secret"
            note = NOTES["secret"] if secret else "" if field.value else NOTES["not_filled_in"]
            name = self._language.field(field.field)
            made.append(ToldValue(value=field.value, name=name, note=_(note)))
        return made

    def guide(self, part: str) -> list[ToldValue]:
        pick = self._language.pick
        return [
            ToldValue(
                value=value.value,
                name=pick(value.name),
                standing=str(value.standing),
                standing_name=self._language.gettext(STANDINGS[value.standing]),
                source=value.source,
                date=value.date,
                unconfirmed=pick(value.unconfirmed),
            )
            for value in self._report.guide
            if value.part == part
        ]

    def bindings(self) -> list[Named]:
        from dingsetup.language.bindings import STATES

        names = {**STATES, "drifted": NOTES["drifted"], "unproved": NOTES["unproved"]}
        return self._named(names, self._report.bindings)

    def sends(self) -> ToldSends:
        from dingsetup.language.deliveries import FATES

        sent = self._report.sent
        names = {fate: sentence.title[0] for fate, sentence in FATES.items()}
        fates = self._named(names, sent.fates)
        return ToldSends(count=sent.count, people=sent.people, fates=fates)

    def changes(self) -> list[ToldChange]:
        from dingsetup.language.changes import change_line, tell_change

        return [
            ToldChange(
                kind=str(change.kind),
                weight=change.weight.name.lower(),
                values=dict(change.values),
                text=tell_change(self._language, change),
                line=change_line(self._language, change),
            )
            for change in self._report.changes
        ]

    def versions(self) -> list[Named]:
        """What the findings were made with; of the facts, how new they were."""
        _, facts = self._language.gettext, self._report.facts
        known = self._report.system.items()
        system = {id: _(SYSTEM_VALUES.get(value, value)) for id, value in known}
        named = self._named(SYSTEM, system, zeros=True)
        name = SYSTEM["facts"]
        date = Named(id="facts", name=_(name), value=facts.date.isoformat())
        return [*named, date]

    def _named(
        self, names: Mapping[str, str], values: Mapping[str, Any], *, zeros: bool = False
    ) -> list[Named]:
        """Values under their names, in the names' order; what has no name goes by its key."""
        _ = self._language.gettext
        order = [*(id for id in names if id in values), *(id for id in values if id not in names)]
        return [
            Named(id=id, name=_(names.get(id, id)), value=values[id])
            for id in order
            if values[id] or zeros
        ]

    def _entries(self) -> Iterable["Entry"]:
        report = self._report
        return (*report.open, *report.surplus, *report.proved, *report.confirmed)

    def _how(self, entry: "Entry") -> str:
        calls = self._list(entry.how.calls)
        way = str(entry.how.way) if calls or entry.how.way != "call" else "answer"
        return self._language.gettext(WAYS[way]).format(calls=calls)

    def _list(self, items: Iterable[str]) -> str:
        return self._language.listed(list(items))


def _zone(at: datetime.datetime) -> str:
    """This computer's zone then, as `UTC+08:00`."""
    shift = at.astimezone().strftime("%z")
    return f"UTC{shift[:3]}:{shift[3:5]}"
