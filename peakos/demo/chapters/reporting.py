"""Chapter: what follows. Reports, decisions and requests are talked about, help is answered, one is put right, somebody is away."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from alignment.actions import change_objective
from alignment.actions.corrections import correct_check_in
from alignment.actions.helping import answer_help
from alignment.actions.reviewing import acknowledge_check_in
from alignment.models import CheckIn, HelpAsk
from alignment.models.check_ins import Claim
from notifications.actions.comments import post_comment
from organizations.actions.absences import plan_absence
from peakos.demo.stage import Stage

LIVE = "mid-market-live"
# when, who, on which objective's latest report
READ = (
    ("6 Tue 08:40", "Marta Lindqvist", LIVE),
    ("7 Tue 08:50", "Marta Lindqvist", LIVE),
    ("7 Fri 15:30", "Ruth Adeyemi", "sso"),
    ("7 Fri 15:34", "Ruth Adeyemi", "go-live-desk"),
    ("7 Fri 16:10", "Priya Raman", "storm-load-test"),
)
SAID = (
    (
        "7 Tue 08:55", "Marta Lindqvist", LIVE,
        'On my list for Thursday. @"Karl Nyman", what does the contractor cost until the end of the quarter?',
    ),
    ("7 Tue 10:20", "Karl Nyman", LIVE, "18,000. I have put the offer beside the decision, @Marta."),
    ("7 Fri 15:32", "Ruth Adeyemi", "sso", "I have told Fenmoor: not before week ten. @Ines, tell me if even that will not hold."),
    ("7 Fri 16:05", "Ines Carvalho", "sso", "It holds if the contractor stays. Without one I would not promise this year."),
)  # fmt: skip
# when, who, on which decision or dependency of the story
SAID_ON = (
    (
        "7 Mon 13:10", "Hanna Virtanen", "SSO pen-test sign-off",
        "Fenmoor's officer asks whether he may sit in. @\"Ines Carvalho\", does that cost us a day?",
    ),
    (
        "7 Mon 15:40", "Ines Carvalho", "SSO pen-test sign-off",
        "Ask me when the test has a slot. It has none as long as the contractor is open.",
    ),
    (
        "7 Mon 08:20", "Karl Nyman", "Extend Security contractor, €38k",
        "18,000 of the 38,000 are in the plan. The rest I would take from travel, if nobody objects.",
    ),
    (
        "7 Thu 14:05", "Ruth Adeyemi", "SSO pen-test sign-off",
        "@Ines, would two weeks of him be enough for the test alone? Then I need not call Fenmoor again.",
    ),
)  # fmt: skip
# when, who answers, for which objective, in which words, and whether it is a no
ANSWERED = (
    ("6 Mon 10:15", "Marta Lindqvist", "sso", "I decide on the contractor with Karl as soon as his numbers are in.", False),
    ("7 Mon 09:30", "Ines Carvalho", "tenant-isolation", "A week without SSO I cannot give you before the test is booked.", True),
)


def tell(stage: Stage) -> None:
    for when, who, key in READ:
        stage.at(when, partial(read, stage, who, key))
    for when, who, key, text in SAID:
        stage.at(when, partial(say, stage, who, key, text))
    for when, who, title, text in SAID_ON:
        stage.at(when, partial(say_on, stage, who, title, text))
    for when, who, key, text, is_no in ANSWERED:
        stage.at(when, partial(reply, stage, who, key, (text, is_no)))
    stage.at("1 Mon 09:50", lambda now: name_reviewer(stage, now))
    stage.at("7 Fri 09:05", lambda now: put_right(stage, now))
    stage.at("7 Wed 17:20", lambda now: go_away(stage, now))


def name_reviewer(stage: Stage, now: datetime) -> None:
    marta = stage.people["Marta Lindqvist"]
    change_objective(objective=stage.rows[LIVE], reviewer=marta, by=marta, now=now)


def latest(stage: Stage, key: str) -> CheckIn:
    reports = CheckIn.objects.filter(objective=stage.rows[key], key_result=None).select_related("objective", "author")
    report: CheckIn = reports.order_by("-at", "-id")[0]
    return report


def read(stage: Stage, who: str, key: str, now: datetime) -> None:
    acknowledge_check_in(check_in=latest(stage, key), by=stage.people[who], now=now)


def say(stage: Stage, who: str, key: str, text: str, now: datetime) -> None:
    post_comment(about=latest(stage, key), text=text, by=stage.people[who], now=now)


def say_on(stage: Stage, who: str, title: str, text: str, now: datetime) -> None:
    post_comment(about=stage.rows[title], text=text, by=stage.people[who], now=now)


def reply(stage: Stage, who: str, key: str, words: tuple[str, bool], now: datetime) -> None:
    ask = HelpAsk.objects.get(objective=stage.rows[key], asked=stage.people[who], answered_at=None)
    answer_help(ask=ask, answer=words[0], is_refused=words[1], by=stage.people[who], now=now)


def put_right(stage: Stage, now: datetime) -> None:
    """Hanna had counted a call twice; the colour stays."""
    report = latest(stage, "go-live-desk")
    correct_check_in(
        check_in=report,
        claim=Claim(report.claim),
        confidence=report.confidence,
        note=f"{report.note} One of the calls was counted twice: it is one fewer than I wrote on Thursday.".strip(),
        way_back=report.way_back,
        by=report.author,
        now=now,
    )


def go_away(stage: Stage, now: datetime) -> None:
    """Lena is in the mountains for two weeks, and Ingrid reports for her."""
    lena, day = stage.people["Lena Fischer"], stage.calendar.day
    plan_absence(
        person=lena, starts_on=day("8 Mon"), ends_on=day("9 Fri"), delegate=stage.people["Ingrid Solberg"], by=lena, now=now
    )
