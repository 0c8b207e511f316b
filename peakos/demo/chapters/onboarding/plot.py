"""What was asked, decided, promised and feared: twelve mid-market utilities live within thirty days."""

from __future__ import annotations

from alignment.models.dependencies import DependencyKind
from alignment.models.risks import Disposition
from decisions.models import Door
from peakos.demo.chapters.onboarding.goals import COMPANY, CS, DATA, DESIGN, LIVE, PRIORITIES, SECURITY
from peakos.demo.objectives import tell_goals
from peakos.demo.stage import Stage
from peakos.demo.threads import answer, ask, decided, issue, noted, promise, request, risk

CONTRACTOR = "Extend Security contractor, €38k"


def tell(stage: Stage) -> None:
    tell_goals(stage, [COMPANY, *PRIORITIES])
    requests(stage)
    decisions(stage)
    promises(stage)
    troubles(stage)


def requests(stage: Stage) -> None:
    request(
        stage, "6 Wed 10:15", "SSO pen-test sign-off", by="Ruth Adeyemi", needs=CS, of=SECURITY, needed="8 Fri", serves=LIVE,
        carried="sso",
        kind=DependencyKind.REVIEW, contacts=["Ines Carvalho"],
        what="A signed report of the outside tester, without open findings above medium.",
        good_when="Fenmoor's security officer accepts the report.",
    )  # fmt: skip
    request(
        stage, "3 Tue 09:40", "Account health feed", by="Ruth Adeyemi", needs=CS, of=DATA, needed="10 Fri", serves=LIVE,
        carried="health-feed",
        what="A health score for each account, every morning by seven.", good_when="Monday's account round needs no other list.",
    )  # fmt: skip
    answer(
        stage,
        "Account health feed",
        by="Lena Fischer",
        agreed="3 Thu 14:00",
        promised="10 Wed",
        started="4 Mon 10:00",
        said="All but the old desk's tickets.",
    )
    request(
        stage, "3 Mon 15:00", "SSO settings screens", by="Ines Carvalho", needs=SECURITY, of=DESIGN, needed="9 Fri", serves="sso"
    )
    answer(stage, "SSO settings screens", by="Noor Haidari", agreed="3 Fri 09:30", promised="9 Wed", started="6 Mon 11:00")
    request(
        stage,
        "4 Tue 13:10",
        "Test tenants that may be broken",
        by="Omar Haddad",
        needs=SECURITY,
        of="Platform",
        needed="9 Mon",
        serves="sso",
    )
    answer(
        stage, "Test tenants that may be broken", by="Jonas Brandt", agreed="4 Wed 16:00", promised="9 Mon", started="7 Tue 09:20"
    )
    request(
        stage,
        "5 Wed 11:00",
        "Migration dry-run slots",
        by="Hanna Virtanen",
        needs=CS,
        of=DATA,
        needed="10 Fri",
        carried="migration-toolkit",
    )
    answer(stage, "Migration dry-run slots", by="Lena Fischer", agreed="5 Fri 10:10", promised="10 Mon")
    request(
        stage, "4 Mon 10:30", "Playbook illustrations", by="Ruth Adeyemi", needs=CS, of=DESIGN, needed="9 Fri", serves="playbook-v2"
    )
    answer(stage, "Playbook illustrations", by="Noor Haidari", agreed="4 Thu 15:00", promised="9 Fri", started="6 Thu 10:00")
    request(
        stage, "1 Wed 14:00", "Tenant list for the pilots", by="Ruth Adeyemi", needs=CS, of="Sales", needed="2 Fri", serves=LIVE
    )
    answer(
        stage,
        "Tenant list for the pilots",
        by="Daniel Brooks",
        agreed="1 Fri 09:00",
        promised="2 Wed",
        delivered="2 Tue 17:00",
        accepted="2 Wed 09:15",
    )
    request(
        stage,
        "5 Thu 09:00",
        "Money for a second pen tester",
        by="Ines Carvalho",
        needs=SECURITY,
        of="Finance",
        needed="6 Fri",
        serves="sso",
    )
    answer(
        stage, "Money for a second pen tester", by="Karl Nyman", declined="6 Thu 16:30",
        said="Not without a decision on the contractor first; both together are over the quarter's budget.",
    )  # fmt: skip


def decisions(stage: Stage) -> None:
    ask(
        stage, "6 Sat 09:50", CONTRACTOR, by="Ines Carvalho", decider="Marta Lindqvist", need_by="8 Mon",
        context=(
            "Extend the Security contractor to the end of the quarter, €38k. The contract ends this month. Without him the "
            "pen test has nobody on our side, and SSO slips into the next quarter. Three teams wait for that."
        ),
        options=[
            "Extend to the end of the quarter, €38k", "Let it end, and move SSO to next quarter",
            "Extend by two weeks, €9k, pen test only",
        ],
        holds_up=[CS, "Grid API", "Partnerships"], blocks="SSO pen-test sign-off", serves=LIVE, team=SECURITY,
        heard=["Ruth Adeyemi", "Karl Nyman"],
    )  # fmt: skip
    noted(
        stage, "1 Thu 11:00", "Pilots for SSO: Castlebridge, Fenmoor, Alder Valley", by="Ruth Adeyemi", team=CS, serves=LIVE,
        tells=[SECURITY],
        outcome="These three, since each has a directory of a different make and an IT lead who answers the phone.",
    )  # fmt: skip
    ask(
        stage, "7 Mon 14:10", "Alder Valley goes live without SSO", by="Hanna Virtanen", decider="Ruth Adeyemi", need_by="7 Fri",
        context="They would start with passwords and second factors, and move to SSO when it is there.", serves=LIVE, team=CS,
        options=["Go live with passwords and second factors", "Wait for SSO"],
    )  # fmt: skip
    decided(
        stage, "7 Wed 10:20", "Alder Valley goes live without SSO", by="Ruth Adeyemi",
        option="Go live with passwords and second factors",
        outcome=(
            "Yes. Their operators are fourteen people; moving fourteen accounts later is an hour's work. Fenmoor's four hundred "
            "are not."
        ),
    )  # fmt: skip
    ask(
        stage, "5 Mon 15:20", "Fenmoor waits for SSO", by="Theo Marsh", decider="Ruth Adeyemi", need_by="5 Thu", serves=LIVE,
        team=CS,
        context="Fenmoor's board wants no second password for 400 operators.",
    )  # fmt: skip
    decided(
        stage,
        "5 Wed 09:10",
        "Fenmoor waits for SSO",
        by="Ruth Adeyemi",
        outcome="They wait, with a weekly call. A start that annoys 400 operators costs more than a month.",
    )


def promises(stage: Stage) -> None:
    promise(
        stage, "4 Thu 10:30", "Security chapter of the playbook", by="Ruth Adeyemi", due="5 Fri", team=CS, serves="playbook-v2",
        moved=("6 Mon 10:40", "9 Fri", "Cannot be written before it is known how SSO looks."), code="team",
    )  # fmt: skip
    promise(
        stage,
        "4 Thu 10:34",
        "Hand five playbook reviews to Hanna",
        by="Ruth Adeyemi",
        due="5 Mon",
        team=CS,
        serves="playbook-v2",
        done="5 Mon 09:20",
    )
    promise(
        stage,
        "2 Thu 16:10",
        "One page: what day thirty looks like",
        by="Hanna Virtanen",
        due="3 Thu",
        team=CS,
        serves="go-live-desk",
        done="3 Wed 15:00",
    )
    promise(
        stage,
        "6 Thu 16:10",
        "Second list: utilities that can start without SSO",
        by="Theo Marsh",
        due="7 Wed",
        team=CS,
        serves=LIVE,
        done="7 Wed 12:40",
    )
    promise(
        stage,
        "4 Fri 11:40",
        "A second tester on the list",
        by="Ines Carvalho",
        due="5 Fri",
        team=SECURITY,
        serves="sso",
        done="6 Tue 18:20",
    )
    promise(
        stage,
        "6 Fri 11:45",
        "Hold the Rotterdam week until the contractor is decided",
        by="Ines Carvalho",
        due="8 Fri",
        team=SECURITY,
        serves="sso",
    )
    promise(
        stage, "5 Fri 11:50", "Rate limits for the two queries that trust the caller", by="Omar Haddad", due="6 Fri", team=SECURITY,
        serves="tenant-isolation", done="6 Thu 13:00",
    )  # fmt: skip
    promise(
        stage, "6 Thu 11:55", "Dry run for Alder Valley", by="Ingrid Solberg", due="7 Tue", team=DATA, serves="meter-import",
        done="7 Mon 16:20",
    )  # fmt: skip
    promise(stage, "7 Thu 11:58", "Usage export schema to Aiko, without the backfill", by="Lena Fischer", due="8 Tue", team=DATA)
    promise(
        stage, "3 Fri 10:45", "Draw the sign-in step twice, with SSO and without", by="Pippa Lowe", due="5 Fri", team=DESIGN,
        serves="setup-checklist",
        dropped=("6 Fri 10:30", "Drawing blind was waste. I draw it when Ines can tell me what the second path says."), code="team",
    )  # fmt: skip


def troubles(stage: Stage) -> None:
    risk(
        stage, "4 Mon 16:50", "The outside tester cannot come this quarter", by="Ines Carvalho", likelihood=4, impact=4,
        serves="sso", team=SECURITY,
        says="They have moved us twice. We are their smallest customer.", against="A second tester; a slot on hold in Rotterdam.",
        disposition=Disposition.OWNED,
    )  # fmt: skip
    risk(
        stage, "7 Fri 15:10", "Fenmoor talks to another supplier", by="Ruth Adeyemi", likelihood=3, impact=5, serves=LIVE, team=CS,
        says="Their procurement asked for our notice period. That is not curiosity.",
        against="Weekly call; Marta meets their director this month.",
        disposition=Disposition.OWNED,
    )  # fmt: skip
    risk(
        stage, "2 Thu 09:00", "Spreadsheet sources take a person each", by="Lena Fischer", likelihood=3, impact=3,
        serves="migration-toolkit", team=DATA,
        against="Do them last, and only for customers who sign before September.", disposition=Disposition.ACCEPTED,
    )  # fmt: skip
    issue(
        stage, "7 Mon 09:20", "Who owns the playbook, if not Ruth?", by="Hanna Virtanen", owner="Karl Nyman", serves="playbook-v2",
        says="Three of twelve chapters in six weeks. Ruth says herself that she will not get to it.",
    )  # fmt: skip
    issue(
        stage,
        "7 Fri 12:10",
        "Security asks for three things at once: SSO, SOC 2 and the isolation review",
        by="Ines Carvalho",
        owner="Amara Osei",
        serves="sso",
    )
    issue(
        stage, "4 Wed 14:00", "Fenmoor wants SSO before anything else", by="Theo Marsh", team=CS, serves=LIVE, closed="5 Wed 09:15",
        answer="Decided: Fenmoor waits, with a weekly call.",
    )  # fmt: skip
    issue(
        stage,
        "6 Thu 16:20",
        "The meter file template still has the old column names",
        by="Ximena Paz",
        team=DATA,
        owner="Ingrid Solberg",
    )
    door = Door.ONE_WAY
    ask(
        stage, "2 Mon 11:00", "On-site edition for new customers", by="Stellan Roos", decider="Amara Osei", need_by="4 Fri",
        door=door,
        context="Eleven customers run it. Each release costs the Platform team four days for them.",
        options=["Stop selling it to new customers", "Keep selling it, at twice the price", "Keep it as it is"],
        holds_up=["Platform", "Sales"], heard=["Daniel Brooks", "Jonas Brandt"],
    )  # fmt: skip
    decided(
        stage, "3 Wed 16:00", "On-site edition for new customers", by="Amara Osei", option="Stop selling it to new customers",
        outcome=(
            "Stop selling it. The eleven keep it for as long as their contracts run. Four days a release are worth more than two "
            "new contracts a year."
        ),
    )  # fmt: skip
