"""Who is asked to a meeting: the series' team without those left out, those who are named beside it, and its organizer."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q

from organizations.models import Membership, Person
from organizations.models.people import PersonStatus
from organizations.models.teams import INSIDE
from organizations.policy import teams_of
from rhythm.models import Invited, MeetingSeries, SeriesPerson


def asked_to(series: MeetingSeries) -> Any:
    """The people of a series as a queryset, by name; nobody who has left the organization. `is_optional` says who need not come."""
    named = SeriesPerson.objects.filter(series=series, person=OuterRef("pk"))
    in_team = Membership.objects.filter(INSIDE, team=series.team_id, person=OuterRef("pk"))
    asked = Exists(named.exclude(part=Invited.LEFT_OUT)) | Exists(in_team) | Q(pk=series.organizer_id)
    people = Person.objects.filter(asked, ~Exists(named.filter(part=Invited.LEFT_OUT))).exclude(status=PersonStatus.INACTIVE)
    return people.annotate(is_optional=Exists(named.filter(part=Invited.OPTIONAL))).order_by("name", "id")


def is_asked(person: Person, series: MeetingSeries) -> bool:
    return bool(asked_to(series).filter(pk=person.pk).exists())


def series_of(person: Person) -> Any:
    """The series that this person is asked to, as part of another query."""
    named = SeriesPerson.objects.filter(series=OuterRef("pk"), person=person)
    asked = Exists(named.exclude(part=Invited.LEFT_OUT)) | Q(team__in=teams_of(person)) | Q(organizer=person)
    return MeetingSeries.objects.filter(asked, ~Exists(named.filter(part=Invited.LEFT_OUT))).values("pk")
