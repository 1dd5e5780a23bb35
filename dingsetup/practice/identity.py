"""What the learner of a practice tenant is handed: the app's credentials and somebody to be."""

from random import Random

import msgspec

from dingsetup.practice.company import ROOT, Company


class App(msgspec.Struct, frozen=True, kw_only=True):
    """Whose app the tenant plays; what is left empty comes from the seed."""

    app_key: str = ""
    app_secret: str = ""
    agent_id: int | None = None
    corp_id: str = ""
    allowlist: tuple[str, ...] | None = None
    """None for the guide's addresses."""

    def __repr__(self) -> str:
        return f"App(app_key={self.app_key!r}, agent_id={self.agent_id})"


class Identity(msgspec.Struct, frozen=True, kw_only=True):
    """What the learner is handed. Practice values: they open nothing but a practice tenant."""

    app_key: str
    app_secret: str
    agent_id: int
    corp_id: str
    userid: str
    mobile: str
    dept_id: int
    chat_id: str

    def __repr__(self) -> str:
        return f"Identity(app_key={self.app_key!r}, agent_id={self.agent_id})"


def make_identity(company: Company, seed: int, app: App | None = None) -> Identity:
    """Make the credentials of a seed: shaped like real ones, and saying what they are.

    Those of a given app stand in their place.
    """
    random = Random(f"identity-{seed}")
    letters = "abcdefghijklmnopqrstuvwxyz0123456789"
    division = company.children(ROOT)[1].dept_id
    learner = next(
        (person for person in company.members(division) if person.active), company.people[0]
    )
    made = Identity(
        app_key="dingpractice" + "".join(random.choices(letters, k=8)),
        app_secret="practice-only_" + "".join(random.choices(letters + letters.upper(), k=50)),
        agent_id=2_574_805_120 + random.randrange(1_000_000),
        corp_id=f"ding{random.getrandbits(128):032x}",
        userid=learner.userid,
        mobile=learner.mobile,
        dept_id=division,
        chat_id=company.chats[0].chatid,
    )
    if app is None:
        return made
    agent_id = made.agent_id if app.agent_id is None else app.agent_id
    return msgspec.structs.replace(
        made,
        app_key=app.app_key or made.app_key,
        app_secret=app.app_secret or made.app_secret,
        agent_id=agent_id,
        corp_id=app.corp_id or made.corp_id,
    )
