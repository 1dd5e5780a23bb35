"""Brings what was read of the directory into the table, judged by whom the app is for."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

import msgspec

from dingsetup.bindings.records import PERSON_QUERY, read_person
from dingsetup.bindings.scan.rows import departments_of, each_met, learned_mobiles
from dingsetup.bindings.scan.values import Visible
from dingsetup.bindings.scan.walk import Met
from dingsetup.bindings.values import Department, Person, Standing
from dingsetup.dingtalk.contacts import WHOLE_ORGANISATION, Member, VisibleRange

if TYPE_CHECKING:
    from sqlite3 import Connection

FIELDS = {"mobile": "mobile", "email": "email", "job_number": "jobnumber"}
"""Fields that matching needs, and what `auth/scopes` calls them."""


class Sight:
    """Tells whom the app is for, where that is known."""

    def __init__(
        self,
        chosen: VisibleRange | None,
        parents: Mapping[int, int | None],
        unseen: frozenset[str] = frozenset(),
    ) -> None:
        """`unseen` are those whom it was known not to be for; they count where nothing is known
        now."""
        self._unseen = unseen
        self._chosen = chosen or VisibleRange()
        self._parents = parents
        self._users = frozenset(self._chosen.users)
        self._departments = frozenset(self._chosen.departments)
        self.visible = _visible(chosen)

    def sees(self, member: Member) -> bool:
        """Whether the app is for this person; also true where that cannot be told."""
        if self.visible is not Visible.JUDGED:
            return self.visible is not Visible.UNKNOWN or member.userid not in self._unseen
        if self._chosen.only_admins:
            return member.admin
        if member.userid in self._users or not member.departments:
            return True
        return any(self._holds(home) is not False for home in member.departments)

    def _holds(self, dept_id: int) -> bool | None:
        """Whether the department or one above it is chosen; None where the way up is unknown."""
        passed: set[int] = set()
        current = dept_id
        while current not in passed:
            if current in self._departments:
                return True
            if current == WHOLE_ORGANISATION:
                return False
            passed.add(current)
            above = self._parents.get(current)
            if above is None:
                return None
            current = above
        return None


def _visible(chosen: VisibleRange | None) -> Visible:
    if chosen is None:
        return Visible.UNKNOWN
    if chosen.only_admins:
        return Visible.JUDGED
    if chosen.roles:
        return Visible.ROLES
    return Visible.JUDGED if chosen.users or chosen.departments else Visible.OPEN


class Seen:
    """What the people of a scan have in common, told once they have all passed."""

    def __init__(self) -> None:
        self.here = 0
        self.outside = 0
        self._shown: set[str] = set()

    def passing(self, people: Iterable[Met]) -> Iterator[Met]:
        for met in people:
            if met.standing is Standing.HERE:
                self.here += 1
                self._shown |= {name for name in FIELDS if getattr(met.member, name) is not None}
            elif met.standing is Standing.OUT_OF_RANGE:
                self.outside += 1
            yield met

    def hidden(self, readable: tuple[str, ...] | None) -> tuple[str, ...]:
        """Fields that nobody's answer had. Everybody has a mobile number; that nobody has one of
        the others is no proof, unless DingTalk says so too."""
        absent = [name for name in FIELDS if self.here and name not in self._shown]
        return tuple(
            name
            for name in absent
            if name == "mobile" or readable is None or FIELDS[name] not in readable
        )


def person_of(member: Member, sight: Sight, learned: Mapping[str, str]) -> Person:
    """A member as the table keeps people; a hidden number is the one that was asked for."""
    return Person(
        userid=member.userid,
        unionid=member.unionid,
        name=member.name,
        mobile=member.mobile or learned.get(member.userid, ""),
        email=member.email or "",
        job_number=member.job_number or "",
        departments=member.departments,
        active=member.active,
        visible=sight.sees(member),
    )


def person_outside(userid: str, known: Person | None) -> Person:
    """Somebody outside the contact range, as far as known from before."""
    return msgspec.structs.replace(known or Person(userid), standing=Standing.OUT_OF_RANGE)


def unseen_before(database: "Connection") -> frozenset[str]:
    """Those of the directory whom the app was known not to be for."""
    found = database.execute("SELECT userid FROM person WHERE NOT visible")
    return frozenset(userid for (userid,) in found)


def people_and_departments(
    database: "Connection", chosen: VisibleRange | None, seen: Seen
) -> tuple[Iterator[Person], list[Department], Sight]:
    """What a scan met, as `Table.put_directory` takes it; `seen` is filled as people pass."""
    met = departments_of(database)
    learned = learned_mobiles(database)
    sight = Sight(chosen, {one.id: one.parent_id for one in met}, unseen_before(database))
    departments = [Department(one.id, one.name, one.parent_id) for one in met if one.name]

    def people() -> Iterator[Person]:
        for one in seen.passing(each_met(database)):
            if one.standing is Standing.HERE:
                yield person_of(one.member, sight, learned)
            elif one.standing is Standing.OUT_OF_RANGE:
                yield person_outside(one.member.userid, _known(database, one.member.userid))

    return people(), departments, sight


def _known(database: "Connection", userid: str) -> Person | None:
    found = database.execute(PERSON_QUERY + "WHERE p.userid = ?", [userid]).fetchone()
    return read_person(found) if found else None
