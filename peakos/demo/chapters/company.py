"""The company: fourteen teams, about 180 people, who leads what, who is away and who has left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import count

from organizations.actions.access import deactivate_person
from organizations.actions.cycles import add_cycle
from organizations.actions.people import add_person
from organizations.actions.teams import form_team, join_team, leave_team
from organizations.models import Cycle, Membership, User
from organizations.models.cycles import CycleStatus
from organizations.models.people import Access
from organizations.models.teams import TeamRole
from peakos.demo.stage import Stage


@dataclass(frozen=True)
class Crew:
    """A team: its lead first, then the people whom the story names; the rest of its desks are filled from `titles`."""

    name: str
    about: str
    lead: tuple[str, str]  # name, title
    named: Sequence[tuple[str, str]]
    titles: Sequence[str]
    within: str = ""
    channel: str = ""


CREWS = (
    Crew(
        "Platform",
        "Keeps the event pipeline and everything that runs on it fast, quiet and awake during storms.",
        ("Jonas Brandt", "Head of Platform"),
        [("Freya Holm", "Reliability engineer"), ("Dara Whelan", "Staff engineer")],
        ("Platform engineer", "Reliability engineer", "Database engineer"),
    ),
    Crew(
        "Grid API",
        "The interface through which utilities and partners read and write what happens on the grid.",
        ("Priya Raman", "VP Engineering"),
        [("Stellan Roos", "Principal engineer"), ("Mei Tran", "Product engineer")],
        ("API engineer", "Product engineer", "Technical writer"),
        within="Platform",
    ),
    Crew(
        "Field Mobile",
        "The app that crews carry up the pole: work orders, outage reports, first jobs.",
        ("Mateo Rivas", "Head of Field Mobile"),
        [("Ada Nwosu", "Product manager")],
        ("Mobile engineer", "Test engineer", "Product engineer"),
        within="Platform",
    ),
    Crew(
        "Billing",
        "Turns meter readings into invoices that customers believe.",
        ("Aiko Tanaka", "Head of Billing"),
        [("Bram de Wit", "Product manager"), ("Lucía Ferrer", "Billing engineer")],
        ("Billing engineer", "Billing analyst", "Test engineer"),
    ),
    Crew(
        "Data",
        "Moves a utility's history into Tidewater and keeps the numbers that everybody else decides on.",
        ("Lena Fischer", "Head of Data"),
        [("Yusuf Kaya", "Data engineer"), ("Ingrid Solberg", "Data engineer")],
        ("Data engineer", "Analyst", "Analytics engineer"),
    ),
    Crew(
        "Design",
        "Makes the first day with Tidewater feel like the hundredth.",
        ("Noor Haidari", "Head of Design"),
        [("Pippa Lowe", "Senior designer")],
        ("Product designer", "Researcher", "Content designer"),
    ),
    Crew(
        "Security",
        "Says what must be safe before it is live, and helps it get there.",
        ("Ines Carvalho", "Head of Security"),
        [("Omar Haddad", "Security engineer"), ("Signe Dahlin", "IT security")],
        ("Security engineer", "Compliance analyst", "IT support"),
    ),
    Crew(
        "Sales",
        "Wins utilities, and wins them again when their contract ends.",
        ("Daniel Brooks", "VP Sales"),
        [("Sofia Greco", "Sales operations"), ("Callum Reyes", "Account manager, North"), ("Imogen Tate", "Account manager")],
        ("Account manager", "Account executive", "Sales engineer"),
    ),
    Crew(
        "Partnerships",
        "Finds, trains and keeps the installers and resellers who bring us to smaller utilities.",
        ("Wen Li", "Head of Partnerships"),
        [("Petra Novak", "Partner manager")],
        ("Partner manager", "Partner trainer", "Partner engineer"),
        within="Sales",
    ),
    Crew(
        "Marketing",
        "Makes utilities and future colleagues curious, in every town we serve.",
        ("Elif Demir", "Head of Marketing"),
        [("Rasmus Kjær", "Regional campaigns")],
        ("Content editor", "Campaign manager", "Web producer"),
    ),
    Crew(
        "Customer Success",
        "Takes a utility from signature to live, and from live to glad that it signed.",
        ("Ruth Adeyemi", "VP Customer Success"),
        [("Hanna Virtanen", "Go-live lead"), ("Theo Marsh", "Success manager"), ("Ximena Paz", "Success manager")],
        ("Onboarding manager", "Success manager", "Implementation engineer"),
    ),
    Crew(
        "Support",
        "Answers at three in the morning, and writes down what the answer was.",
        ("Tomasz Zielinski", "Head of Support"),
        [("Grace Okafor", "Knowledge lead")],
        ("Support engineer", "Support specialist", "Night desk"),
        within="Customer Success",
    ),
    Crew(
        "People",
        "Hires, houses and keeps the people who do all of it.",
        ("Beth Moran", "VP People"),
        [("Farid Rahimi", "Recruiting lead")],
        ("Recruiter", "People partner", "Office manager"),
    ),
    Crew(
        "Finance",
        "Knows what it costs, what it brings and when the money is there.",
        ("Henrik Dahl", "Head of Finance"),
        [("Joanna Pell", "Controller")],
        ("Accountant", "Financial analyst", "Payroll"),
    ),
)  # fmt: skip
DESKS = 10  # people of each team whom the story does not name

LEADERSHIP = (
    ("Marta Lindqvist", "Chief executive", Access.OWNER),
    ("Karl Nyman", "Chief operating officer", Access.ADMIN),
    ("Amara Osei", "Chief product officer", Access.LEADER),
    ("Tove Berg", "Board observer", Access.VIEWER),
)
LEADERS = {"Ruth Adeyemi", "Daniel Brooks", "Priya Raman", "Aiko Tanaka", "Beth Moran"}
# Whoever can be signed in as; all others are in the company without a login.
LOGINS = {"Marta Lindqvist", "Ines Carvalho", "Amara Osei", "Tove Berg", *LEADERS}

FIRST = (
    "Agnes", "Alvar", "Anouk", "Basil", "Bruna", "Cato", "Celine", "Cosmo", "Delphine", "Edda", "Elio", "Enid", "Fabian",
    "Fenna", "Gideon", "Greta", "Hugo", "Ida", "Ilse", "Jarek", "Joost", "Kaia", "Klara", "Leif", "Linnea", "Lorcan", "Maia",
    "Milo", "Nadia", "Niels", "Odile", "Oskar", "Paloma", "Quentin", "Rhea", "Rune", "Saskia", "Silvan", "Tamsin", "Teodor",
    "Ulla", "Vera", "Vincent", "Wanda", "Xenia", "Yannick", "Zora",
)  # fmt: skip
LAST = (
    "Aldous", "Barlow", "Castellan", "Darrow", "Eklund", "Fairweather", "Galindo", "Hartigan", "Isaksen", "Jurgens", "Kestrel",
    "Lindgarth", "Merriweather", "Nyqvist", "Oakhurst", "Pellegrin", "Quillfeather", "Rask", "Sandoval", "Thornbury",
    "Umbridge-Vale", "Varga", "Westergaard", "Yarrow", "Zetterby", "Ashgrove", "Bramwell", "Coldharbour", "Driscoll",
    "Engelhart", "Fennimore", "Greenhalgh", "Hollander", "Ivarsen", "Jessamine", "Kingsley-Roe", "Larkspur", "Moorcroft",
    "Norrgard", "Overbeck", "Pemberley", "Ravensdal", "Stillwater",
)  # fmt: skip


def tell(stage: Stage) -> None:
    """Everybody is there a week before the quarter starts; later somebody goes on leave, and somebody goes."""
    stage.at("0 Mon 08:00", lambda now: open_the_year(stage, now))
    stage.at("0 Mon 08:10", lambda now: fill_the_house(stage, now))
    stage.at("5 Fri 16:00", lambda now: leave(stage, "Callum Reyes", "Sales", now))
    stage.at("6 Mon 08:15", lambda now: stand_in(stage, now))


def open_the_year(stage: Stage, now: datetime) -> None:
    """The quarter in hand with the one after it as a half-year, and the quarter before, which is closed in this one."""
    calendar, this = stage.calendar, quarter_of(stage.calendar.day("7 Mon"))
    following, before = quarter_of(calendar.day("20 Mon")), quarter_of(calendar.day("-6 Mon"))
    half_year = cycle(stage, f"{this} and {following}", "1 Mon", "26 Sun", status=CycleStatus.ACTIVE, parent=None, now=now)
    stage.rows["quarter before"] = cycle(stage, before, "-12 Mon", "0 Sun", status=CycleStatus.ACTIVE, parent=None, now=now)
    stage.rows["quarter"] = cycle(stage, this, "1 Mon", "13 Sun", status=CycleStatus.ACTIVE, parent=half_year, now=now)


def cycle(stage: Stage, name: str, first: str, last: str, *, status: CycleStatus, parent: Cycle | None, now: datetime) -> Cycle:
    starts_on, ends_on = stage.calendar.day(first), stage.calendar.day(last)
    return add_cycle(
        organization=stage.organization,
        key=slug(name),
        name=name,
        starts_on=starts_on,
        ends_on=ends_on,
        status=status,
        parent=parent,
        by=None,
        now=now,
    )


def quarter_of(middle: date) -> str:
    """The name of the calendar quarter that a day near its middle lies in."""
    return f"Q{(middle.month + 2) // 3} {middle.year}"


def fill_the_house(stage: Stage, now: datetime) -> None:
    for name, title, access in LEADERSHIP:
        welcome(stage, name, title, access, now)
    marta = stage.people["Marta Lindqvist"]
    names = invented_names()
    for crew in CREWS:
        stage.teams[crew.name] = team = form_team(
            organization=stage.organization,
            key=slug(crew.name),
            name=crew.name,
            description=crew.about,
            parent=stage.team(crew.within),
            channel=f"#{slug(crew.name)}",
            start_on=stage.calendar.day("-40 Mon"),
            by=marta,
            now=now,
        )
        desks = [(next(names), crew.titles[nth % len(crew.titles)]) for nth in range(DESKS)]
        for place, (name, title) in enumerate([crew.lead, *crew.named, *desks]):
            welcome(stage, name, title, Access.LEADER if name in LEADERS else Access.MEMBER, now)
            role = TeamRole.MEMBER if place else TeamRole.LEAD
            join_team(team=team, person=stage.people[name], role=role, start_on=stage.calendar.day(since(place)), by=marta, now=now)
    for adviser, name in (("Amara Osei", "Design"), ("Amara Osei", "Grid API"), ("Karl Nyman", "Support")):
        join_team(team=stage.teams[name], person=stage.people[adviser], role=TeamRole.ADVISOR, by=marta, now=now)


def welcome(stage: Stage, name: str, title: str, access: Access, now: datetime) -> None:
    email = f"{slug(name, '.')}@{stage.organization.slug}.example"
    user = (User.objects.filter(email=email).first() or User.objects.create_user(email)) if name in LOGINS else None
    stage.people[name] = add_person(
        organization=stage.organization,
        key=slug(name),
        name=name,
        email=email,
        title=title,
        access=access,
        user=user,
        by=None,
        now=now,
    )


def leave(stage: Stage, name: str, team: str, now: datetime) -> None:
    person, beth = stage.people[name], stage.people["Beth Moran"]
    leave_team(membership=Membership.objects.get(person=person, team=stage.teams[team]), by=beth, now=now)
    deactivate_person(person=person, by=stage.people["Karl Nyman"], now=now)


def stand_in(stage: Stage, now: datetime) -> None:
    """Henrik is on leave; Marta leads Finance until he is back."""
    marta = stage.people["Marta Lindqvist"]
    title = "Acting, while Henrik Dahl is on leave"
    join_team(team=stage.teams["Finance"], person=marta, role=TeamRole.LEAD, title=title, by=marta, now=now)


def invented_names() -> Iterator[str]:
    """Each pair comes once."""
    for nth in count(1):
        yield f"{FIRST[nth % len(FIRST)]} {LAST[nth * 5 % len(LAST)]}"


def since(place: int) -> str:
    """The longer somebody is there, the further up the list."""
    return f"{place * 3 - 40} Mon"


def slug(name: str, joint: str = "-") -> str:
    plain = name.lower().translate(str.maketrans("íæøéü", "iaoeu"))
    return joint.join("".join(c if c.isalnum() else " " for c in plain).split())
