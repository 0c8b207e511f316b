"""How people are heard before it is decided: for some days, in one of five ways, each with an answer of their own."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import Q

from decisions.models.decisions import Decision, Option
from organizations.constraints import one_of, same_organization, within
from organizations.models import Person
from organizations.tenancy import TenantKey, TenantModel


class Way(models.TextChoices):
    """In which way people are heard; whichever it is, one person decides."""

    ADVICE = "advice", "Advice"
    CONSENT = "consent", "Consent"
    SCORE = "score", "Scores"
    RANK = "rank", "An order"
    DOTS = "dots", "Dots"
    OWN = "own", "The decider’s own scores"  # nobody is asked: who decides alone scores, and it is over at once


class Stance(models.TextChoices):
    """What somebody says of what is proposed."""

    CONSENT = "consent", "Consents"
    CONCERN = "concern", "Has a concern"


@pghistory.track()
class Hearing(TenantModel):
    """A time in which people are asked; on the day after it closes, whoever said nothing has consented."""

    decision = TenantKey(Decision, on_delete=models.CASCADE, related_name="hearings")
    way = models.CharField(max_length=7, choices=Way)
    is_hidden = models.BooleanField(default=True)  # nobody sees another one's answer before it is closed
    opened_at = models.DateTimeField()
    opened_by = TenantKey(Person, null=True, blank=True, related_name="+")
    closes_on = models.DateField()  # the last day on which answers are taken
    closed_at = models.DateTimeField(null=True, blank=True)  # before its time, by hand or because it was decided
    closed_by = TenantKey(Person, null=True, blank=True, related_name="+")

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            *same_organization("hearing", "decision", "opened_by", "closed_by"),
            one_of("hearing", "way", Way),
            models.UniqueConstraint(fields=["decision"], condition=Q(closed_at=None), name="hearing_one_open"),
            models.CheckConstraint(condition=~Q(way=Way.OWN) | Q(closed_at__isnull=False), name="hearing_own_is_over"),
        ]

    def __str__(self) -> str:
        return f"{self.way} on {self.decision_id}"

    @classmethod
    def of_others(cls) -> models.QuerySet[Hearing]:
        """Those in which people were asked."""
        rows: models.QuerySet[Hearing] = cls.objects.exclude(way=Way.OWN)
        return rows


@pghistory.track()
class Answer(TenantModel):
    """Somebody who is asked, and what they said; nothing yet while `answered_at` is empty."""

    hearing = TenantKey(Hearing, on_delete=models.CASCADE, related_name="answers")
    person = TenantKey(Person, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    stance = models.CharField(max_length=7, choices=Stance, blank=True, default="")
    words = models.CharField(max_length=2000, blank=True, default="")

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            *same_organization("answer", "hearing", "person"),
            one_of("answer", "stance", Stance, stated=False),
            models.UniqueConstraint(fields=["hearing", "person"], name="answer_once"),
        ]
        indexes = [models.Index(fields=["organization", "person"], name="answer_owed", condition=Q(answered_at=None))]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.hearing_id}"


@pghistory.track()
class Criterion(TenantModel):
    """What options are compared by, and how much it counts beside the others."""

    decision = TenantKey(Decision, on_delete=models.CASCADE, related_name="criteria")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    weight = models.PositiveSmallIntegerField()

    class Meta(TenantModel.Meta):
        verbose_name_plural = "criteria"
        constraints = [
            *TenantModel.Meta.constraints,
            *same_organization("criterion", "decision"),
            within("criterion", "weight", 1, 10),
            models.UniqueConstraint(
                fields=["decision", "position"], name="criterion_position_once", deferrable=models.Deferrable.DEFERRED
            ),
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class OptionVote(TenantModel):
    """What an answer gives to one option: a place, a number of dots or a score, for the whole of it or by one criterion."""

    answer = TenantKey(Answer, on_delete=models.CASCADE, related_name="votes")
    option = TenantKey(Option, on_delete=models.CASCADE, related_name="votes")
    criterion = TenantKey(Criterion, on_delete=models.CASCADE, null=True, blank=True, related_name="votes")
    points = models.PositiveSmallIntegerField()

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            *same_organization("optionvote", "answer", "option", "criterion"),
            within("optionvote", "points", 0, 100),
            models.UniqueConstraint(fields=["answer", "option", "criterion"], name="option_vote_once", nulls_distinct=False),
        ]

    def __str__(self) -> str:
        return f"{self.points} for {self.option_id}"
