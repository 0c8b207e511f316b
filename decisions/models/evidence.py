"""Facts: what was known and expected when a decision was taken, and what was seen later; never changed afterwards."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from decisions.models.decisions import Decision
from organizations.constraints import append_only, one_of, same_organization, within
from organizations.models import Person
from organizations.tenancy import TenantKey, TenantModel


class Evidence(TenantModel):
    """One answer with all that was visible at that moment; a decision that was reopened has one for each answer."""

    decision = TenantKey(Decision, related_name="evidence")
    at = models.DateTimeField()
    by = TenantKey(Person, null=True, related_name="+")
    outcome = models.CharField(max_length=4000, blank=True, default="")
    choice = models.CharField(max_length=4000, blank=True, default="")  # the option, in its words of that day
    is_yes = models.BooleanField(default=True)
    confidence = models.PositiveSmallIntegerField(null=True)  # per cent
    # {"objectives": […], "risks": […], "dependencies": […], "metrics": […]}; decisions/knowing.py writes and reads it.
    facts = models.JSONField(default=dict)
    # The effect that was expected. The key result is a number and no key: the row stays as it is when that one is deleted.
    key_result_number = models.BigIntegerField(null=True)
    key_result_title = models.CharField(max_length=250, blank=True, default="")
    unit = models.CharField(max_length=250, blank=True, default="")
    baseline = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    expected_value = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    expected_by = models.DateField(null=True)

    class Meta(TenantModel.Meta):
        verbose_name_plural = "evidence"
        constraints = [
            *TenantModel.Meta.constraints,
            *same_organization("evidence", "decision", "by"),
            within("evidence", "confidence", 0, 100),
            models.CheckConstraint(
                condition=Q(expected_value__isnull=True) | Q(baseline__isnull=False, expected_by__isnull=False),
                name="evidence_expectation_whole",
            ),
        ]
        triggers = [append_only()]
        indexes = [models.Index(fields=["organization", "decision", "-at"], name="evidence_of_decision")]

    def __str__(self) -> str:
        return f"what was known for {self.decision_id} on {self.at:%Y-%m-%d}"


class Verdict(models.TextChoices):
    """What becomes of a decision when it is looked at again."""

    KEEP = "keep", "Keep it"
    REVERSE = "reverse", "Decide it anew"


class DecisionReview(TenantModel):
    """A decision looked at again: what came of it, and apart from that, whether it was the right call given what was known."""

    decision = TenantKey(Decision, related_name="reviews")
    evidence = TenantKey(Evidence, null=True, related_name="reviews")  # the answer that was looked at
    on = models.DateField()
    due_on = models.DateField(null=True)  # when it was to be looked at
    by = TenantKey(Person, null=True, related_name="+")
    value = models.DecimalField(max_digits=24, decimal_places=6, null=True)  # of the key result, on that day
    came_true = models.FloatField(null=True)  # of the expected change, as computed: 1 is all of it
    turned_out_well = models.BooleanField(default=False)
    judgement = models.PositiveSmallIntegerField()  # 1 to 4: the right call, given what was known
    note = models.CharField(max_length=4000, blank=True, default="")
    lesson = models.CharField(max_length=250, blank=True, default="")
    verdict = models.CharField(max_length=7, choices=Verdict)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            *same_organization("decisionreview", "decision", "evidence", "by"),
            within("decisionreview", "judgement", 1, 4),
            one_of("decisionreview", "verdict", Verdict),
        ]
        triggers = [append_only()]
        indexes = [models.Index(fields=["organization", "decision", "-on"], name="review_of_decision")]

    def __str__(self) -> str:
        return f"review of {self.decision_id} on {self.on}"
