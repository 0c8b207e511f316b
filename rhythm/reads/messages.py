"""What meetings tell other teams: one message with who has read it, and a team's messages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Prefetch, Q
from django.db.models.functions import TruncDate

from accountability.measures import Score
from organizations.models import Person, Team
from rhythm import policy
from rhythm.health import acknowledged_in_time
from rhythm.models import Message, MessageReading, MessageTeam

MOST_NAMES = 60
ON_A_TEAM_PAGE = 5


def teams_as_named() -> Any:
    return Prefetch("teams", MessageTeam.objects.select_related("team").order_by("id"))


def with_counts(messages: Any, zone: ZoneInfo) -> Any:
    """With their teams as they were named, the day on which each was sent, and how many were asked to read it and have."""
    counted = messages.annotate(
        sent_on=TruncDate("sent_at", tzinfo=zone),
        asked=Count("readings", distinct=True),
        read=Count("readings", filter=Q(readings__read_at__isnull=False), distinct=True),
    )
    return counted.select_related("author", "meeting__series").prefetch_related(teams_as_named())


@dataclass(frozen=True, slots=True)
class TeamReadings:
    """A team that it is for, with who has read it and who has not."""

    team: Team
    read: list[Any]
    unread: list[Any]

    @property
    def asked(self) -> int:
        return len(self.read) + len(self.unread)


@dataclass(frozen=True, slots=True)
class MessagePage:
    """Everything on the page of a message."""

    message: Any
    teams: list[TeamReadings]
    mine: Any | None
    in_time: Score | None  # read within five working days, of all it was for
    may_acknowledge: bool
    may_withdraw: bool


def message_page(pk: int, reader: Person) -> MessagePage | None:
    """One message, if the reader may read it."""
    zone = ZoneInfo(reader.organization.timezone)
    message = with_counts(Message.objects.filter(pk=pk), zone).first()
    if message is None or not policy.may_read_message(reader, message):
        return None
    found = MessageReading.objects.filter(message=message).annotate(read_on=TruncDate("read_at", tzinfo=zone))
    readings = list(found.select_related("person", "team").order_by("person__name", "id"))
    teams = [team_readings(row.team, readings) for row in message.teams.all()]
    mine = next((reading for reading in readings if reading.person_id == reader.pk), None)
    return MessagePage(
        message=message,
        teams=teams,
        mine=mine,
        in_time=acknowledged_in_time(message.sent_on, [one.read_on for one in readings]) if message.sent_on else None,
        may_acknowledge=mine is not None and mine.read_at is None and policy.may_acknowledge_message(reader, message),
        may_withdraw=message.sent_at is None and policy.may_withdraw_message(reader, message),
    )


def team_readings(team: Team, readings: list[Any]) -> TeamReadings:
    ours = [reading for reading in readings if reading.team_id == team.pk]
    return TeamReadings(team, [one for one in ours if one.read_at], [one for one in ours if not one.read_at])


def messages_of_team(team: Team, *, most: int = ON_A_TEAM_PAGE) -> list[Any]:
    """What other meetings told this team, newest first."""
    sent = Message.objects.filter(teams__team=team, sent_at__isnull=False)
    return list(with_counts(sent, ZoneInfo(team.organization.timezone)).order_by("-sent_at", "-id")[:most])
