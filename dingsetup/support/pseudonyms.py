"""Pseudonyms: stand-ins for people, keys, addresses and hosts, equal for equal things.

Each is a function of the key, the sort of thing and the value alone, so that what is redacted
here and there agrees. They keep the shape that a check or a person reads.
"""

import re
import string
from collections.abc import Callable, Iterable

from dingsetup.bindings.half_width import half_width
from dingsetup.facts import Facts
from dingsetup.pasted.shapes import Shape, shape_of, without_secrets
from dingsetup.support import mobiles
from dingsetup.support.addresses import Addresses
from dingsetup.support.alike import credential, wide
from dingsetup.support.digests import Digests, Sort
from dingsetup.support.hosts import Hosts
from dingsetup.support.keys import key_id
from dingsetup.support.scrubbing import Overheard, Scrubber
from dingsetup.support.urls import Urls

DIGITS = 12
"""Hexadecimal digits of most pseudonyms: 48 bits."""
FORM = str.maketrans(
    string.ascii_uppercase + string.ascii_lowercase + string.digits, "X" * 26 + "x" * 26 + "0" * 10
)
"""Drawn anew, some of a few thousand job numbers would be somebody else's."""
TOKEN = re.compile(r"(?:ding)?[0-9a-f]{32,}", re.IGNORECASE)
ALIAS, LATIN_ALIAS = "化名", "Alias-"
"""No name of anybody begins with these."""
WHOLE_ORGANISATION = 1
DEPARTMENTS = 10**12
"""No department has so high a number; below 2**53 it stays exact in any JSON."""
DEPARTMENT_BITS = 45


class Pseudonyms:
    """All pseudonyms of one key. What `public` names (addresses, hosts, paths) stays as it is."""

    def __init__(self, key: bytes, public: Facts, remember: bool = False) -> None:
        """`remember` keeps what each pseudonym stands for, for `table`."""
        self.public = public
        self.key_id = key_id(key)
        self._remember = remember
        self._digests = digests = Digests(key)
        self._hex = digests.hex
        self._made: dict[Sort, dict[str, str]] = {sort: {} for sort in Sort}
        addresses = (address for entry in public.address_lists for address in entry.addresses)
        self.addresses = Addresses(digests, frozenset(addresses))
        self.hosts = Hosts(digests, public, self.addresses)
        self.urls = Urls(digests, public, self.hosts)
        self._departments: dict[str, str] = {}
        self._scrubber = Scrubber(
            {
                "url": self.urls.place,
                "email": self.email,
                "address": self._seen_address,
                "host": self.host,
                "credential": self.credential,
                "mobile": self.mobile,
                "token": self.token,
                "number": self.token,
            }
        )

    def person(self, userid: str) -> str:
        return f"u-{self._code(Sort.PERSON, userid)}" if userid else ""

    def username(self, username: str) -> str:
        return f"n-{self._code(Sort.USERNAME, username)}" if username else ""

    def name(self, name: str) -> str:
        """A name; two that the binding table takes for equal get the same one."""
        return self._once(Sort.NAME, name, self._name)

    def mobile(self, mobile: str) -> str:
        return self._kept(Sort.MOBILE, mobile, mobiles.mobile(self._digests, mobile))

    def email(self, email: str) -> str:
        """An address; case aside, equal ones are equal, and so are equal domains."""
        plain = (email if email.isascii() else half_width(email)).strip().casefold()
        user, _, domain = plain.rpartition("@")
        if not plain:
            return email
        code = self._hex(Sort.EMAIL, plain)[:DIGITS]
        made = f"m-{code}@{self.host(domain)}" if user else f"m-{code}"
        return self._kept(Sort.EMAIL, email, made)

    def job_number(self, number: str) -> str:
        """The form of a number, none of its digits or letters, and a tail that no real one has."""
        if not number.strip():
            return number
        form = (number if number.isascii() else wide(number)).translate(FORM)
        tail = self._hex(Sort.JOB_NUMBER, number)[:DIGITS]
        return self._kept(Sort.JOB_NUMBER, number, f"{form}~{tail}")

    def credential(self, value: str) -> str:
        """Of an AppKey, AgentId, CorpId, or whatever was typed in its field."""
        return self._once(Sort.CREDENTIAL, value, self._credential)

    app_key = corp_id = agent_id = credential

    def department(self, id: int) -> int:
        if id == WHOLE_ORGANISATION:
            return id
        code = int(self._hex(Sort.DEPARTMENT, str(id))[:16], 16)
        made = DEPARTMENTS + code % 2**DEPARTMENT_BITS
        if self._remember:
            self._departments[str(made)] = str(id)
        return made

    def address(self, text: str) -> str:
        """An entry of an allowlist; what was not even meant as an address counts as a host."""
        if not text or not self.addresses.meant(text):
            bare = text.rstrip(".")
            if bare != text and self.addresses.meant(bare):
                # Such an entry is another one than that without the dot, and covers nothing.
                return self.address(bare) + text[len(bare) :]
            return self.host(text)
        return self._once(Sort.ADDRESS, text, self.addresses.stand_in)

    def host(self, text: str) -> str:
        return self._once(Sort.HOST, text, self.hosts.stand_in)

    def token(self, text: str) -> str:
        """Of what may be a secret: nothing remembers what it stands for."""
        return f"x-{self._hex(Sort.TOKEN, text)[:DIGITS]}" if text else ""

    def file(self, path: str) -> str:
        """Of a company's CA file: neither its name nor its folder is left."""
        return f"{self.token(path)}.pem" if path else ""

    def characters(self, text: str) -> str:
        """The full-width characters that a finding names, as `credential` leaves them."""
        return wide(text)

    def text(self, text: str) -> str:
        """Free text without anybody and anything of theirs in it; the rest stays readable."""
        return self._scrubber.scrub(text)

    def overheard(self, work: Callable[[], object]) -> Overheard:
        """What the texts that `work` has made fit for others could name anybody by."""
        return self._scrubber.overheard(work)

    def learn(self, values: Iterable[str], sort: Sort | None = None) -> None:
        """Let `text` know these too. Without a sort, each is taken for what it looks like."""
        self._scrubber.learn(values, self._guessed if sort is None else self._maker(sort))

    def table(self) -> dict[str, str]:
        """Pseudonym to original, of all that were given out; empty unless they are remembered."""
        if not self._remember:
            return {}
        pairs = (pair for made in self._made.values() for pair in made.items())
        found = {made: value for value, made in pairs if made != value and _told(value)}
        found.update(self._departments)
        return found

    def _name(self, name: str) -> str:
        plain = "".join(half_width(name).casefold().split())
        if not plain:
            return name
        head = LATIN_ALIAS if plain.isascii() else ALIAS
        return f"{head}{self._hex(Sort.NAME, plain)[:DIGITS]}"

    def _credential(self, value: str) -> str:
        return credential(self._digests, value)

    def _seen_address(self, text: str) -> str:
        """An address in a text; a time of day looks like one, and a network card's number too."""
        if self.addresses.meant(text):
            return self.address(text)
        return self.token(text) if text.count(":") == 5 else text

    def _guessed(self, value: str) -> str:
        if "@" in value:
            return self.email(value)
        if shape_of(value) is Shape.MOBILE:
            return self.mobile(value)
        return self.person(value) if value.isascii() else self.name(value)

    def _code(self, sort: Sort, value: str) -> str:
        code = self._hex(sort, value)[:DIGITS]
        if self._remember:
            head = "u-" if sort is Sort.PERSON else "n-"
            self._made[sort][value] = head + code
        return code

    def _once(self, sort: Sort, value: str, make: Callable[[str], str]) -> str:
        """Made once for a value that comes often."""
        made = self._made[sort]
        found = made.get(value)
        if found is None:
            found = made[value] = make(value)
        return found

    def _kept(self, sort: Sort, value: str, pseudonym: str) -> str:
        if self._remember:
            self._made[sort][value] = pseudonym
        return pseudonym

    def _maker(self, sort: Sort) -> Callable[[str], str]:
        return {
            Sort.PERSON: self.person,
            Sort.USERNAME: self.username,
            Sort.NAME: self.name,
            Sort.MOBILE: self.mobile,
            Sort.EMAIL: self.email,
            Sort.JOB_NUMBER: self.job_number,
            Sort.CREDENTIAL: self.credential,
            Sort.HOST: self.host,
            Sort.ADDRESS: self.address,
        }.get(sort, self.token)


def _told(value: str) -> bool:
    """Whether it may be written down: a secret in the wrong field is one all the same."""
    tokens = TOKEN.findall(value)
    return without_secrets(value) == value and all(one.startswith("ding") for one in tokens)
