"""Looks: the lessons, one lesson, and those of an objective."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q

from alignment.models import Objective
from intelligence.models import Lesson, LessonCategory
from organizations.listing import Asked, Named, Page, all_words, page_of
from organizations.models import Person, Team

CATEGORIES = dict(LessonCategory.choices)


@dataclass(frozen=True, slots=True)
class LessonRow:
    """A line of the list."""

    id: int
    title: str
    category: str
    author: Person | None
    team: Team | None
    on: date | None
    about: str  # what to do about it, or what happened


def lesson_row(lesson: Lesson) -> LessonRow:
    return LessonRow(
        lesson.pk, lesson.title, lesson.get_category_display(), lesson.author, lesson.team, lesson.on,
        lesson.recommendation or (lesson.description if not lesson.description.startswith(lesson.title[:40]) else ""),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class LessonFilter:
    """What the reader asked the lessons for."""

    text: str
    category: str
    team: Named
    owner: Named
    objective: Objective | None
    page: int

    @property
    def is_narrow(self) -> bool:
        return bool(self.text or self.category or self.team or self.owner or self.objective)

    def conditions(self, *, any_category: bool = False) -> Q:
        found = all_words(self.text, "title", "description", "recommendation")
        found &= self.team.narrow("team") & self.owner.narrow("author")
        if self.category and not any_category:
            found &= Q(category=self.category)
        return found & Q(objective=self.objective) if self.objective else found


def asked_lessons(asked: Asked) -> LessonFilter:
    return LessonFilter(
        text=asked.text(),
        category=asked.one_of("category", CATEGORIES),
        team=asked.named("team", Team),
        owner=asked.named("owner", Person),
        objective=asked.row("objective", Objective),
        page=asked.page,
    )


@dataclass(frozen=True, slots=True)
class LessonList:
    page: Page[LessonRow]
    counts: dict[str, int]


def newest_first(lessons: Any) -> Any:
    return lessons.select_related("author", "team").order_by(F("on").desc(nulls_last=True), "-id")


def lesson_list(asked: LessonFilter) -> LessonList:
    """One page of the lessons that are found, newest first."""
    wider = Lesson.objects.filter(asked.conditions(any_category=True))
    counts = wider.aggregate(all=Count("id"), **{name: Count("id", filter=Q(category=name)) for name in CATEGORIES})
    return LessonList(page_of(newest_first(Lesson.objects.filter(asked.conditions())), asked.page, lesson_row), counts)


@dataclass(frozen=True, slots=True)
class LessonPage:
    """One lesson, and others that its team learnt."""

    lesson: Lesson
    others: list[LessonRow]


def lesson_page(pk: int) -> LessonPage | None:
    lesson = Lesson.objects.select_related("author", "team", "objective__health", "organization").filter(pk=pk).first()
    if lesson is None:
        return None
    others = newest_first(Lesson.objects.filter(team=lesson.team).exclude(pk=pk))[:5] if lesson.team else []
    return LessonPage(lesson, [lesson_row(other) for other in others])


def lessons_of_objective(objective_id: int, *, most: int = 5) -> Page[LessonRow]:
    """What was learnt from an objective, newest first."""
    return page_of(newest_first(Lesson.objects.filter(objective_id=objective_id)), 1, lesson_row, size=most)
