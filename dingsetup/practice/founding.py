"""Makes a practice company from a seed: the same arguments, the same company.

Nothing here belongs to anybody. Mobile numbers begin with 154, which no operator hands out;
mail addresses end in `.example` (RFC 2606).
"""

from math import isqrt
from random import Random

from dingsetup.practice import names
from dingsetup.practice.company import (
    ROOT,
    Chat,
    Company,
    Contact,
    Department,
    LabelGroup,
    Person,
)


def make_company(people: int, seed: int) -> Company:
    """Make a company of `people` employees (at least 1); the same arguments, the same company."""
    random = Random(f"company-{seed}")
    departments = _departments(random, people)
    staff = tuple(_person(random, number, departments) for number in range(max(1, people)))
    groups = _label_groups(random)
    return Company(
        departments=departments,
        people=staff,
        contacts=tuple(
            _contact(random, number, staff, groups) for number in range(3 + people // 10)
        ),
        label_groups=groups,
        chats=tuple(_chat(random, number, staff) for number in range(len(names.CHATS))),
    )


def _departments(random: Random, people: int) -> tuple[Department, ...]:
    found = [Department(dept_id=ROOT, name=names.COMPANY, parent_id=None, order=0)]
    dept_id = 512_000_000 + random.randrange(1_000_000)
    # Like the square root of the people: large companies have larger departments.
    for number in range(len(names.DIVISIONS) + isqrt(max(people, 0) * 2 // 5)):
        dept_id += random.randrange(1, 5000)
        if number < len(names.DIVISIONS):
            name, parent = names.DIVISIONS[number], ROOT
        else:
            # Below any division or team, so that the tree is a few levels deep.
            above = random.choice(found[1 : 1 + max(8, number // 3)])
            name, parent = f"{above.name[:6]}{random.choice(names.TEAMS)}", above.dept_id
        found.append(Department(dept_id=dept_id, name=name, parent_id=parent, order=1000 + number))
    return tuple(found)


def _person(random: Random, number: int, departments: tuple[Department, ...]) -> Person:
    (surname, pinyin), (given, given_pinyin) = (
        random.choice(names.SURNAMES),
        random.choice(names.GIVEN),
    )
    # The first people fill the divisions, so that none is empty; the rest go anywhere.
    home = departments[number + 1] if number + 1 < len(departments) else random.choice(departments)
    second = random.choice(departments)
    both = (home.dept_id, second.dept_id) if random.random() < 0.15 else (home.dept_id,)
    return Person(
        userid=f"manager{1000 + random.randrange(9000)}"
        if number == 0
        else f"0{random.randrange(10**6):06d}{number:06d}{random.randrange(10**5):05d}",
        unionid=f"{_letters(random, 14)}{number:x}iEiE",
        name=surname + given,
        mobile=_mobile(number),
        email="" if random.random() < 0.1 else f"{given_pinyin}.{pinyin}{number}@practice.example",
        job_number="" if random.random() < 0.05 else f"P{number + 1:06d}",
        title=names.TITLES[0] if number == 0 else random.choice(names.TITLES[1:]),
        work_place=random.choice(names.CITIES),
        departments=tuple(dict.fromkeys(both)),
        active=number < 2 or random.random() >= 0.08,
        admin=number == 0 or random.random() < 0.03,
        boss=number == 0,
        hide_mobile=random.random() < 0.05,
        hired_ms=1_500_000_000_000 + random.randrange(250_000) * 86_400 * 10,
    )


def _mobile(number: int) -> str:
    # The step has no factor in common with 10**8, so no number comes twice.
    return f"154{(number * 10_007 + 12_345_678) % 10**8:08d}"


def _letters(random: Random, length: int) -> str:
    return "".join(random.choices("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", k=length))


def _label_groups(random: Random) -> tuple[LabelGroup, ...]:
    first = 610_000_000 + random.randrange(1_000_000)
    return tuple(
        LabelGroup(
            name=name,
            color=color,
            labels=tuple((first + 100 * place + at, label) for at, label in enumerate(labels)),
        )
        for place, (name, color, labels) in enumerate(names.LABEL_GROUPS)
    )


def _contact(
    random: Random, number: int, staff: tuple[Person, ...], groups: tuple[LabelGroup, ...]
) -> Contact:
    (surname, pinyin), (given, _) = random.choice(names.SURNAMES), random.choice(names.GIVEN)
    follower = random.choice(staff)
    return Contact(
        userid=f"0{random.randrange(10**8):08d}{number:05d}",
        unionid=f"{_letters(random, 14)}x{number:x}iEiE",
        name=surname + given,
        mobile=_mobile(5_000_000 + number),
        title=random.choice(names.TITLES),
        company_name=random.choice(names.PARTNERS),
        label_ids=tuple(random.choice(group.labels)[0] for group in groups[:2]),
        follower_user_id=follower.userid,
        share_dept_ids=follower.departments[:1],
        email=f"{pinyin}{number}@partner.example",
    )


def _chat(random: Random, number: int, staff: tuple[Person, ...]) -> Chat:
    members = random.sample(staff, min(len(staff), 3 + number))
    return Chat(
        chatid=f"chat{random.getrandbits(128):032x}",
        open_conversation_id=f"cid{_letters(random, 22)}==",
        name=names.CHATS[number],
        owner=members[0].userid,
        members=tuple(person.userid for person in members),
    )
