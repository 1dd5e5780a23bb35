"""The practice company: people, departments, outside contacts and chats, and their ties."""

from functools import cached_property

import msgspec

ROOT = 1
"""Id of the top department, as on every tenant."""


class Department(msgspec.Struct, frozen=True, kw_only=True):
    dept_id: int
    name: str
    parent_id: int | None
    """None for the top department only."""
    order: int


class Person(msgspec.Struct, frozen=True, kw_only=True):
    userid: str
    unionid: str
    name: str
    mobile: str
    email: str
    """Empty for some people, as on real tenants."""
    job_number: str
    title: str
    work_place: str
    departments: tuple[int, ...]
    active: bool
    admin: bool
    boss: bool
    hide_mobile: bool
    hired_ms: int


class Contact(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody outside the company."""

    userid: str
    unionid: str
    name: str
    mobile: str
    title: str
    company_name: str
    label_ids: tuple[int, ...]
    follower_user_id: str
    share_dept_ids: tuple[int, ...]
    email: str


class LabelGroup(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    color: int
    labels: tuple[tuple[int, str], ...]


class Chat(msgspec.Struct, frozen=True, kw_only=True):
    chatid: str
    open_conversation_id: str
    name: str
    owner: str
    members: tuple[str, ...]


class Company(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """Everything an address book holds, with the look-ups the routes need."""

    departments: tuple[Department, ...]
    people: tuple[Person, ...]
    contacts: tuple[Contact, ...]
    label_groups: tuple[LabelGroup, ...]
    chats: tuple[Chat, ...]

    @cached_property
    def by_userid(self) -> dict[str, Person]:
        return {person.userid: person for person in self.people}

    @cached_property
    def by_mobile(self) -> dict[str, Person]:
        return {person.mobile: person for person in self.people}

    @cached_property
    def by_unionid(self) -> dict[str, Person]:
        return {person.unionid: person for person in self.people}

    @cached_property
    def by_dept_id(self) -> dict[int, Department]:
        return {department.dept_id: department for department in self.departments}

    @cached_property
    def contact_by_userid(self) -> dict[str, Contact]:
        return {contact.userid: contact for contact in self.contacts}

    @cached_property
    def chat_by_id(self) -> dict[str, Chat]:
        return {chat.chatid: chat for chat in self.chats}

    @cached_property
    def _children(self) -> dict[int | None, list[Department]]:
        found: dict[int | None, list[Department]] = {}
        for department in self.departments:
            found.setdefault(department.parent_id, []).append(department)
        return found

    @cached_property
    def _members(self) -> dict[int, tuple[Person, ...]]:
        found: dict[int, list[Person]] = {}
        for person in self.people:
            for dept_id in person.departments:
                found.setdefault(dept_id, []).append(person)
        return {dept_id: tuple(people) for dept_id, people in found.items()}

    def children(self, dept_id: int) -> tuple[Department, ...]:
        return tuple(self._children.get(dept_id, ()))

    def members(self, dept_id: int) -> tuple[Person, ...]:
        """Return who is in the department itself, not in those below it."""
        return self._members.get(dept_id, ())

    def branch(self, dept_id: int) -> tuple[int, ...]:
        """Return the department and all below it."""
        found = [dept_id]
        for current in found:
            found.extend(child.dept_id for child in self.children(current))
        return tuple(found)

    def path_up(self, dept_id: int) -> tuple[int, ...]:
        """Return the department and all above it, nearest first."""
        path: list[int] = []
        current: int | None = dept_id
        while current is not None:
            path.append(current)
            current = self.by_dept_id[current].parent_id
        return tuple(path)

    def people_below(self, dept_ids: tuple[int, ...]) -> tuple[Person, ...]:
        """Return everybody in the departments and below, once each."""
        below = (branch for dept_id in dept_ids for branch in self.branch(dept_id))
        found = {one.userid: one for dept_id in below for one in self.members(dept_id)}
        return tuple(found.values())
