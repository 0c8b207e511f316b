"""What is talked about in this room: a check-in and a dependency, each with its page and who hears of a comment on it."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from alignment.models import CheckIn, Dependency
from alignment.reactions.check_ins import RELATED, path_of
from alignment.reactions.dependencies import needed_people, with_sides
from notifications.threads import Thread, talk_about
from organizations.models import Person


def find_report(pk: int) -> CheckIn | None:
    found: CheckIn | None = CheckIn.objects.select_related(*RELATED).filter(pk=pk).first()
    return found


def hear_of_report(report: CheckIn) -> Iterable[Person | None]:
    """Its author, and the owner where somebody else reported."""
    return (report.author, report.objective.owner)


def hear_of_dependency(dependency: Dependency) -> Iterable[Person | None]:
    """Whoever answers for either side; contacts and colleagues take part by writing."""
    return (*needed_people(dependency), dependency.from_owner, dependency.asked_by)


talk_about(
    Thread(
        label=CheckIn._meta.label,
        find=find_report,
        title=lambda report: f"the check-in on “{report.objective}”",
        path=path_of,
        comments="alignment:check_in_comments",
        hears=hear_of_report,
        says=lambda report: report.note,
        named_by="objective__title",
    )
)
talk_about(
    Thread(
        label=Dependency._meta.label,
        find=with_sides,
        title=lambda dependency: f"“{dependency}”",
        path=lambda dependency: reverse("alignment:dependency", args=[dependency.organization.slug, dependency.pk]),
        comments="alignment:dependency_comments",
        hears=hear_of_dependency,
        says=lambda dependency: dependency.deliverable,
    )
)
