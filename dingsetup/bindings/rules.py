"""The rules that name a user's person: by mobile number, mail address, job number and name.

One hit by a rule that names a single person binds. A name alone never binds, nor do several hits
or rules that name different people: those only suggest. What a person decided is never touched.
"""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from dingsetup.bindings.numbers import normal_mobile
from dingsetup.bindings.records import read_texts, written
from dingsetup.bindings.values import MATCHING, Candidate, Confidence, Rule

_BY_PERSON = frozenset((Rule.HAND, Rule.SHEET))


class Seeker(msgspec.Struct, frozen=True, gc=False):
    """A user as the rules see it; keys are in their normal form, empty for none."""

    id: int
    name: str
    mobile: str
    email: str
    job_number: str
    enabled: bool
    userid: str
    rule: str
    confidence: str
    rejected: str
    candidates: str
    searched: str


class Decision(msgspec.Struct, frozen=True, gc=False):
    """What the rules say of one user, as it is written."""

    userid: str
    rule: str
    confidence: str
    candidates: str
    searched: str


class Directory:
    """The people of the directory by every key that can name them."""

    def __init__(self, people: Iterable[tuple[str, str, str, str, str]]) -> None:
        """People as (userid, name, mobile, email, job number)."""
        self._by: dict[Rule, dict[str, list[str]]] = {rule: {} for rule in MATCHING}
        self.names: dict[str, str] = {}
        mobiles, emails, jobs, names = (self._by[rule] for rule in MATCHING)
        for userid, name, mobile, email, job_number in people:
            self.names[userid] = name
            if mobile:
                mobiles.setdefault(normal_mobile(mobile).value, []).append(userid)
            if email:
                emails.setdefault(email.strip().casefold(), []).append(userid)
            if job_number:
                jobs.setdefault(job_number.strip().casefold(), []).append(userid)
            if name:
                names.setdefault(name, []).append(userid)

    def hits(self, rule: Rule, key: str) -> Sequence[str]:
        return self._by[rule].get(key, ()) if key else ()


class Rules:
    """The rules of one run over one directory."""

    def __init__(
        self,
        order: tuple[Rule, ...],
        directory: Directory,
        shared: Mapping[Rule, frozenset[str]],
        taken: frozenset[str],
    ) -> None:
        """`shared` are keys that several users have: those name nobody. `taken` are accounts
        that somebody is bound to: a name alone does not suggest them to another."""
        self._sure = tuple(rule for rule in order if rule is not Rule.NAME)
        self._by_name = Rule.NAME in order
        self._directory = directory
        self._shared = shared
        self._taken = taken
        self._searched = written([str(rule) for rule in order])

    def decide(self, user: Seeker) -> Decision | None:
        """What is to be written for a user; None where nothing changes or a person decided.

        A binding stays where nothing but a name speaks against it: that its person left or has
        another number by now is said by its state.
        """
        if user.userid and user.rule in _BY_PERSON:
            return None
        rejected = read_texts(user.rejected)
        hits = [
            (rule, found)
            for rule in self._sure
            if (found := [one for one in self._hits(rule, user) if one not in rejected])
        ]
        if not hits and user.userid:
            return None
        decision = self._by_hits(user, hits) or self._suggest(self._namesakes(user, rejected))
        return None if _same(user, decision) else decision

    def _by_hits(self, user: Seeker, hits: Sequence[tuple[Rule, Sequence[str]]]) -> Decision | None:
        single = [(rule, found[0]) for rule, found in hits if len(found) == 1]
        if len({userid for _, userid in single}) > 1:
            return self._suggest(Candidate(userid, rule) for rule, userid in single)
        if single and user.enabled:
            return self._bind(user, single)
        if single:
            return self._suggest(Candidate(userid, rule) for rule, userid in single[:1])
        if hits:
            rule, found = hits[0]
            return self._suggest(Candidate(userid, rule) for userid in found)
        return None

    def _hits(self, rule: Rule, user: Seeker) -> Sequence[str]:
        key: str = getattr(user, rule.value)
        return () if key in self._shared[rule] else self._directory.hits(rule, key)

    def _namesakes(self, user: Seeker, rejected: Sequence[str]) -> Iterable[Candidate]:
        if not self._by_name:
            return
        for userid in self._directory.hits(Rule.NAME, user.name):
            if userid not in rejected and (userid not in self._taken or userid == user.userid):
                yield Candidate(userid, Rule.NAME)

    def _bind(self, user: Seeker, single: Sequence[tuple[Rule, str]]) -> Decision:
        rule, userid = single[0]
        second = len(single) > 1 or self._directory.names.get(userid) == user.name != ""
        confidence = Confidence.HIGH if second else Confidence.MEDIUM
        return Decision(userid, str(rule), str(confidence), "", self._searched)

    def _suggest(self, candidates: Iterable[Candidate]) -> Decision:
        return Decision("", "", "", written(list(candidates)), self._searched)


def _same(user: Seeker, decision: Decision) -> bool:
    return (user.userid, user.rule, user.confidence, user.candidates, user.searched) == (
        decision.userid,
        decision.rule,
        decision.confidence,
        decision.candidates,
        decision.searched,
    )
