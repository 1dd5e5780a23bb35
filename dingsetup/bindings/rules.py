"""The rules that name a user's person: by mobile number, mail address, job number and name.

One hit by a rule that names a single person binds. A name alone never binds, nor do several hits
or rules that name different people: those only suggest. What a person decided is never touched.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import chain, islice
from operator import attrgetter
from typing import NamedTuple

import msgspec

from dingsetup.bindings.records import read_candidates, read_texts, written
from dingsetup.bindings.values import MATCHING, MOST_CANDIDATES, Candidate, Confidence, Rule

_BY_PERSON = frozenset((Rule.HAND.value, Rule.SHEET.value))
_STEP = 8192
"""Keys that are taken in at once, in which the interpreter serves nobody else."""


class Seeker(msgspec.Struct, frozen=True, gc=False):
    """A user as the rules see it; keys are in their normal form, empty for none."""

    id: int
    name: str
    mobile: str
    email: str
    job_number: str
    enabled: int
    rejected: str
    duplicate_lines: str
    # What a decision writes, in its order.
    userid: str
    rule: str
    confidence: str
    candidates: str
    searched: str


class Decision(msgspec.Struct, frozen=True, gc=False):
    """What the rules say of one user, as it is written."""

    userid: str
    rule: str
    confidence: str
    candidates: str
    searched: str


DECISION = Decision.__struct_fields__


class People(NamedTuple):
    """The directory as the rules see it: a column each, keys in their normal form."""

    userids: Sequence[str]
    names: Sequence[str]
    mobiles: Sequence[str]
    emails: Sequence[str]
    job_numbers: Sequence[str]


Index = Mapping[str, Sequence[str]]
_SureRule = tuple[Rule, Callable[[Seeker], str], frozenset[str], Index]
Hits = list[tuple[Rule, Sequence[str]]]
"""Userids that rules name, by rule in the order of the run."""


class Rules:
    """The rules of one run over one directory."""

    def __init__(self, order: Sequence[Rule], seekers: Sequence[Seeker], people: People) -> None:
        """`seekers` are all users but the ignored: a key that several of them have names nobody,
        and a name alone does not suggest an account that another is bound to."""
        keys = {
            Rule.MOBILE: people.mobiles,
            Rule.EMAIL: people.emails,
            Rule.JOB_NUMBER: people.job_numbers,
        }
        self._sure: list[_SureRule] = []
        for rule in order:
            if rule in keys:
                key = attrgetter(rule.value)
                index = _index(keys[rule], people.userids)
                self._sure.append(
                    (rule, key, frozenset(_several([key(one) for one in seekers])), index)
                )
        self._people = people
        self._names = dict(zip(people.userids, people.names, strict=True))
        self._taken = frozenset(one.userid for one in seekers if one.userid)
        self._asked = frozenset(order)
        self._searched = written([rule.value for rule in MATCHING if rule in self._asked])

    @cached_property
    def _namesakes(self) -> Index:
        """Userids by name; made when the first user is met whom no other rule finds."""
        if Rule.NAME not in self._asked:
            return {}
        return _index(self._people.names, self._people.userids)

    def decide(self, user: Seeker) -> Decision | None:
        """What is to be written for a user; None where nothing changes or a person decided.

        A binding stays where nothing but a name speaks against it: that its person left or has
        another number by now is said by its state.
        """
        if (user.rule in _BY_PERSON and user.userid) or user.duplicate_lines:
            return None
        hits = self._hits(user)
        if not hits and user.userid:
            return None
        decision = self._by_hits(user, hits) if hits else self._by_name(user)
        return None if _same(user, decision) else decision

    def _hits(self, user: Seeker) -> Hits:
        hits: Hits = []
        for rule, key_of, shared, index in self._sure:
            key = key_of(user)
            found = index.get(key) if key and key not in shared else None
            if found and user.rejected:
                rejected = read_texts(user.rejected)
                found = [one for one in found if one not in rejected]
            if found:
                hits.append((rule, found))
        return hits

    def _by_hits(self, user: Seeker, hits: Hits) -> Decision:
        single = [hit for hit in hits if len(hit[1]) == 1]
        if not single:
            rule, found = hits[0]
            return self._suggest(Candidate(userid, rule) for userid in found)
        first, (userid,) = single[0]
        if len({found[0] for _, found in single}) > 1:
            return self._suggest(Candidate(other, rule) for rule, (other,) in single)
        if not user.enabled:
            return self._suggest([Candidate(userid, first)])
        sure = len(single) > 1 or self._names[userid] == user.name != ""
        confidence = Confidence.HIGH if sure else Confidence.MEDIUM
        return Decision(userid, first.value, confidence.value, "", self._searched)

    def _by_name(self, user: Seeker) -> Decision:
        rejected = read_texts(user.rejected)
        found = (
            Candidate(userid, Rule.NAME)
            for userid in (self._namesakes.get(user.name, ()) if user.name else ())
            if userid not in self._taken and userid not in rejected
        )
        # What rules found that are not asked this time is still so.
        earlier = [one for one in read_candidates(user.candidates) if one.rule not in self._asked]
        return self._suggest(chain(earlier, found), user.searched)

    def _suggest(self, candidates: Iterable[Candidate], searched: str = "") -> Decision:
        kept = written(list(islice(candidates, MOST_CANDIDATES)))
        return Decision("", "", "", kept, self._all_searched(searched))

    def _all_searched(self, earlier: str) -> str:
        """The rules that were asked, now or before."""
        if not earlier or earlier == self._searched:
            return self._searched
        rules = {*read_texts(earlier), *self._asked}
        return written([rule.value for rule in MATCHING if rule in rules])


def _same(user: Seeker, decision: Decision) -> bool:
    return (
        user.userid == decision.userid
        and user.rule == decision.rule
        and user.confidence == decision.confidence
        and user.candidates == decision.candidates
        and user.searched == decision.searched
    )


def _index(keys: Sequence[str], userids: Sequence[str]) -> Index:
    """Userids by key; nearly every key but a name has one."""
    index: dict[str, Sequence[str]] = {}
    for start in range(0, len(keys), _STEP):
        part = userids[start : start + _STEP]
        index.update(zip(keys[start : start + _STEP], zip(part), strict=True))
    if len(index) < len(keys):
        grouped: dict[str, list[str]] = {key: [] for key in _several(keys)}
        for key, userid in zip(keys, userids, strict=True):
            if key in grouped:
                grouped[key].append(userid)
        index |= grouped
    index.pop("", None)
    return index


def _several(keys: Sequence[str]) -> list[str]:
    """Keys that stand there more than once."""
    if len(set(keys)) == len(keys):
        return []
    counts: Counter[str] = Counter()
    for start in range(0, len(keys), _STEP):
        counts.update(keys[start : start + _STEP])
    return [key for key, count in counts.items() if count > 1]
