"""Plans a directory scan: how many calls of which API, what counts in the month, and how long."""

import math
from collections import Counter
from collections.abc import Mapping

import msgspec

from dingsetup.bindings.scan import kept
from dingsetup.bindings.scan.kept import Earlier, Head
from dingsetup.bindings.scan.values import ApiCalls, Basis, ScanPlan, ScanTrouble
from dingsetup.bindings.scan.walk import ENDPOINTS, Ask
from dingsetup.bindings.table import Table
from dingsetup.dingtalk import contacts
from dingsetup.dingtalk.client import Client
from dingsetup.dingtalk.contacts import PAGE_SIZE, WHOLE_ORGANISATION, ContactRange
from dingsetup.dingtalk.errors import Answer
from dingsetup.findings import Kind
from dingsetup.lanes import Lanes

MADE = (contacts.CONTACT_RANGE, contacts.COUNT)
"""What a plan itself asks."""
SAME = 0.2
"""By how much of its people an organisation may differ for the last scan to tell of the next."""

Span = tuple[int, int]


class _Scope(msgspec.Struct, frozen=True, kw_only=True):
    """What there is to scan."""

    agent_id: str
    roots: tuple[int, ...]
    given: tuple[str, ...]
    fields: tuple[str, ...] | None
    people: int
    """In the whole organisation; 0 where that is not known."""
    bound: int
    """Accounts that rows of the table are bound to."""

    @property
    def whole(self) -> bool:
        return WHOLE_ORGANISATION in self.roots


def plan_scan(
    table: Table, client: Client, *, agent_id: str = "", about: str = "", fresh: bool = False
) -> ScanPlan | ScanTrouble:
    """Plan a scan. Blocking; two calls, or one for a scan that goes on. Raises Cancelled.

    `about` names the organisation and the app, `agent_id` lets the visible range be asked for. A
    scan that was cut off goes on if it was of the same and the app may read what it might then;
    `fresh` begins anew in its place.
    """
    left = None if fresh else kept.unfinished(table, about)
    seen, people = _ask(client, count=left is None)
    if isinstance(seen, Answer):
        return ScanTrouble.of(seen, contacts.CONTACT_RANGE)
    scope = _scope(seen, people, agent_id, kept.count_bound(table))
    if not scope.roots and not scope.given:
        return ScanTrouble(kind=Kind.OUT_OF_SCOPE, values={"case": "nobody"})
    if left is not None and left.reads == kept.reading(agent_id, scope.roots, scope.given):
        return _resumed(table, client, left, scope)
    if left is not None:
        scope = _scope(seen, contacts.count_people(client), agent_id, scope.bound)
    return _anew(table, client, about, scope)


def _ask(client: Client, *, count: bool) -> tuple[ContactRange | Answer, int | Answer]:
    """The contact range and, side by side with it, the number of people."""
    if not count:
        return contacts.contact_range(client), 0
    lanes: Lanes[str, ContactRange | int | Answer] = Lanes(
        lambda endpoint: (
            contacts.contact_range(client)
            if endpoint == contacts.CONTACT_RANGE
            else contacts.count_people(client)
        )
    )
    for endpoint in MADE:
        lanes.put(endpoint, endpoint)
    answers: dict[str, ContactRange | int | Answer] = {}
    while len(answers) < len(MADE):
        for endpoint, answer in lanes.take(1.0):
            if isinstance(answer, BaseException):
                raise answer
            answers[endpoint] = answer
    lanes.close()
    seen, people = (answers[endpoint] for endpoint in MADE)
    assert isinstance(seen, ContactRange | Answer)
    assert isinstance(people, int | Answer)
    return seen, people


def _scope(seen: ContactRange, people: int | Answer, agent_id: str, bound: int) -> _Scope:
    return _Scope(
        agent_id=agent_id,
        roots=tuple(sorted(set(seen.auth_org_scopes.authed_dept))),
        given=tuple(dict.fromkeys(seen.auth_org_scopes.authed_user)),
        fields=seen.auth_user_field,
        people=people if isinstance(people, int) else 0,
        bound=bound,
    )


def _anew(table: Table, client: Client, about: str, scope: _Scope) -> ScanPlan:
    before = _comparable(kept.earlier(table, about), scope)
    guess = Basis.GUESS if scope.people else Basis.NOTHING
    return ScanPlan(
        about=about,
        agent_id=scope.agent_id,
        roots=scope.roots,
        given=scope.given,
        people=scope.people,
        fields=scope.fields,
        basis=Basis.EARLIER if before else guess,
        apis=_apis(client, _spans(scope, before)),
        made=len(MADE),
        made_counted=sum(client.counts(endpoint) for endpoint in MADE),
        calls_per_second=client.calls_per_second,
        doubtful=scope.bound if scope.whole else 0,
    )


def _comparable(before: Earlier | None, scope: _Scope) -> Earlier | None:
    """The last scan, where it was of the same range and about as many people."""
    if before is None or before.roots != scope.roots:
        return None
    differing = abs(before.counted_people - scope.people)
    return before if differing <= SAME * max(scope.people, 1) else None


def _spans(scope: _Scope, before: Earlier | None) -> dict[Ask, Span]:
    """From and to how many questions of each kind."""
    departments, pages = _as_before(before) if before else _guessed(scope)
    # Of a part, whoever is bound outside it is asked for.
    outside = 0 if scope.whole else scope.bound
    return {
        Ask.VISIBLE: (1, 1) if scope.agent_id else (0, 0),
        Ask.NAME: (len(scope.roots), len(scope.roots)),
        Ask.BELOW: departments,
        Ask.PAGE: pages,
        Ask.PERSON: (len(scope.given), len(scope.given) + outside),
    }


def _as_before(before: Earlier) -> tuple[Span, Span]:
    below, pages = (before.calls.get(str(ask), 0) for ask in (Ask.BELOW, Ask.PAGE))
    return _about(below), _about(pages)


def _about(number: int) -> Span:
    slack = 1 + number // 20
    return max(0, number - slack), number + slack


def _guessed(scope: _Scope) -> tuple[Span, Span]:
    """Departments are guessed by the people: from 150 in each to 8, which small companies have.

    Every department takes a page at least, and one more for each full hundred; some people are
    in two departments.
    """
    roots = len(scope.roots)
    most = roots + 8 + scope.people // 8 if scope.people and roots else roots
    if not scope.whole:
        return (roots, most), (roots, most + scope.people // 85)
    least = max(roots, scope.people // 150)
    full = math.ceil(scope.people / PAGE_SIZE)
    return (least, most), (max(least, full), most + scope.people // 85)


def _apis(client: Client, spans: Mapping[Ask, Span]) -> tuple[ApiCalls, ...]:
    return tuple(
        ApiCalls(
            endpoint=ENDPOINTS[ask],
            counted=client.counts(ENDPOINTS[ask]),
            least=least,
            most=most,
        )
        for ask, (least, most) in spans.items()
        if most
    )


def _resumed(table: Table, client: Client, head: Head, scope: _Scope) -> ScanPlan:
    """What is left of a scan that was cut off."""
    waiting = Counter(task.ask for task in kept.tasks(table))
    planned = {api.endpoint: (api.least, api.most) for api in head.plan.apis}
    doubtful = 0 if head.doubted else scope.bound
    spans: dict[Ask, Span] = {}
    for ask, endpoint in ENDPOINTS.items():
        least, most = planned.get(endpoint, (0, 0))
        done, left = head.asked.get(str(ask), 0), waiting[ask]
        spans[ask] = (left, left)
        if ask in (Ask.BELOW, Ask.PAGE) and not head.doubted:
            spans[ask] = (max(left, least - done), max(left, most - done))
        elif ask is Ask.PERSON and not scope.whole:
            spans[ask] = (left, left + doubtful)
    return msgspec.structs.replace(
        head.plan,
        given=scope.given,
        apis=_apis(client, spans),
        made=1,
        made_counted=int(client.counts(contacts.CONTACT_RANGE)),
        doubtful=doubtful if scope.whole else 0,
        resumes=kept.summary(head),
        run=head.run,
    )
