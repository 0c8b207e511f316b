"""Facts: what we chose, who had which part in it, what it blocks and what it yields."""

from __future__ import annotations

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from accountability.models import Commitment
from alignment.models import Dependency, Objective, Risk
from organizations.constraints import in_order, keep_originals, one_of, refuse_circle_of_links, same_organization, within
from organizations.models import Person, Team
from organizations.tenancy import KeyedModel, TenantKey, TenantModel


class DecisionState(models.TextChoices):
    PROPOSED = "proposed", "Waiting"
    ACCEPTED = "accepted", "Decided"
    REJECTED = "rejected", "Rejected"
    DEFERRED = "deferred", "Put off"
    WITHDRAWN = "withdrawn", "Withdrawn"
    SUPERSEDED = "superseded", "Superseded"


UNDECIDED = (DecisionState.PROPOSED, DecisionState.DEFERRED)  # what can still be decided; put off it is open all the same


class Door(models.TextChoices):
    """Reversibility: it sets the default process and deadline."""

    ONE_WAY = "one_way", "One-way door"
    TWO_WAY = "two_way", "Two-way door"


class Pattern(models.TextChoices):
    """Whose words the parts go by (decisions/patterns.py); without one they go by ours."""

    DACI = "daci", "DACI"
    RAPID = "rapid", "RAPID"


@pghistory.track()
class Decision(KeyedModel):
    """A question with its options, the choice and why; `type` is its kind in the organization's own words."""

    title = models.CharField(max_length=250)
    type = models.CharField(max_length=250, blank=True, default="")
    team = TenantKey(Team, null=True, blank=True, related_name="decisions")  # has the authority to decide
    context = models.CharField(max_length=4000, blank=True, default="")
    outcome = models.CharField(max_length=4000, blank=True, default="")
    state = models.CharField(max_length=10, choices=DecisionState, default=DecisionState.PROPOSED)
    door = models.CharField(max_length=7, choices=Door, blank=True, default="")
    pattern = models.CharField(max_length=5, choices=Pattern, blank=True, default="", db_default="")
    proposed_on = models.DateField(null=True, blank=True)  # needed since
    need_by = models.DateField(null=True, blank=True)
    original_need_by = models.DateField(null=True, editable=False)  # the first day that was named
    put_off_count = models.PositiveSmallIntegerField(default=0, db_default=0)  # how often another day was named on purpose
    decided_on = models.DateField(null=True, blank=True)
    communicated_on = models.DateField(null=True, blank=True)
    review_on = models.DateField(null=True, blank=True)
    confidence = models.PositiveSmallIntegerField(null=True, blank=True)  # per cent
    asked_by = TenantKey(Person, null=True, blank=True, related_name="+")
    objective = TenantKey(Objective, null=True, blank=True, related_name="decisions")
    tags = ArrayField(models.CharField(max_length=250), default=list, blank=True)
    url = models.CharField(max_length=2000, blank=True, default="")

    class Meta(KeyedModel.Meta):
        constraints = [
            *KeyedModel.Meta.constraints,
            *same_organization("decision", "team", "objective", "asked_by"),
            one_of("decision", "state", DecisionState),
            one_of("decision", "door", Door, stated=False),
            one_of("decision", "pattern", Pattern, stated=False),
            in_order("decision", "proposed_on", "decided_on"),
            within("decision", "confidence", 0, 100),
        ]
        triggers = [keep_originals(original_need_by="need_by::date")]
        indexes = [
            models.Index(fields=["organization", "proposed_on"], name="decision_waiting", condition=Q(state="proposed")),
            models.Index(fields=["organization", "-decided_on"], name="decision_newest"),
            models.Index(fields=["organization", "team"], name="decision_of_team"),
            models.Index(fields=["organization", "objective"], name="decision_of_objective"),
        ]

    def __str__(self) -> str:
        return self.title


@pghistory.track()
class Option(TenantModel):
    """An alternative that was looked at, with what speaks for it and against it, a reason a line."""

    decision = TenantKey(Decision, on_delete=models.CASCADE, related_name="options")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=4000)
    pros = models.CharField(max_length=2000, blank=True, default="", db_default="")
    cons = models.CharField(max_length=2000, blank=True, default="", db_default="")
    is_chosen = models.BooleanField(default=False)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            *same_organization("option", "decision"),
            models.UniqueConstraint(
                fields=["decision", "position"], name="option_position_once", deferrable=models.Deferrable.DEFERRED
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Part(models.TextChoices):
    """A person's part in a decision; `decider` is the one who decides, `approver` agrees to it, `performer` carries it out."""

    DECIDER = "decider", "Decides"
    DRIVER = "driver", "Drives"
    APPROVER = "approver", "Approves"
    CONTRIBUTOR = "contributor", "Is heard"
    PERFORMER = "performer", "Carries it out"
    INFORMED = "informed", "Is told"


@pghistory.track()
class DecisionRole(TenantModel):
    """Who has which part in a decision; at most one decider."""

    decision = TenantKey(Decision, on_delete=models.CASCADE, related_name="roles")
    person = TenantKey(Person, related_name="decision_roles")
    part = models.CharField(max_length=11, choices=Part)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            *same_organization("decisionrole", "decision", "person"),
            one_of("decisionrole", "part", Part),
            models.UniqueConstraint(fields=["decision", "person", "part"], name="decision_role_once"),
            models.UniqueConstraint(fields=["decision"], condition=Q(part="decider"), name="decision_one_decider"),
        ]
        indexes = [models.Index(fields=["organization", "person", "part"], name="decision_role_of_person")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.part}"


@pghistory.track()
class DecisionTeam(TenantModel):
    """A team that is heard."""

    decision = TenantKey(Decision, on_delete=models.CASCADE, related_name="teams_involved")
    team = TenantKey(Team, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            *same_organization("decisionteam", "decision", "team"),
            models.UniqueConstraint(fields=["decision", "team"], name="decision_team_once"),
        ]

    def __str__(self) -> str:
        return f"{self.team_id} in {self.decision_id}"


@pghistory.track()
class Supersession(TenantModel):
    """One decision takes another's place."""

    decision = TenantKey(Decision, on_delete=models.CASCADE, related_name="supersedes")
    superseded = TenantKey(Decision, related_name="superseded_by")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            *same_organization("supersession", "decision", "superseded"),
            models.UniqueConstraint(fields=["decision", "superseded"], name="supersession_once"),
            models.CheckConstraint(condition=~Q(decision=F("superseded")), name="supersession_of_another"),
        ]
        triggers = [refuse_circle_of_links("decision_id", "superseded_id")]

    def __str__(self) -> str:
        return f"{self.decision_id} supersedes {self.superseded_id}"


@pghistory.track()
class HeldUp(TenantModel):
    """What waits for an open decision: a team, and what of its work if that is known."""

    decision = TenantKey(Decision, on_delete=models.CASCADE, related_name="holds_up")
    team = TenantKey(Team, related_name="held_up")
    objective = TenantKey(Objective, null=True, blank=True, related_name="held_up")
    dependency = TenantKey(Dependency, null=True, blank=True, related_name="held_up")

    class Meta(TenantModel.Meta):
        verbose_name_plural = "held up"
        constraints = [
            *TenantModel.Meta.constraints,
            *same_organization("heldup", "decision", "team", "objective", "dependency"),
            models.UniqueConstraint(
                fields=["decision", "team", "objective", "dependency"], name="held_up_once", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return f"{self.team_id} waits for {self.decision_id}"


@pghistory.track()
class DecisionCommitment(TenantModel):
    """A commitment that follows from a decision."""

    decision = TenantKey(Decision, on_delete=models.CASCADE, related_name="commitment_links")
    commitment = TenantKey(Commitment, on_delete=models.CASCADE, related_name="decision_links")

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            *same_organization("decisioncommitment", "decision", "commitment"),
            models.UniqueConstraint(fields=["commitment"], name="commitment_of_one_decision"),
        ]

    def __str__(self) -> str:
        return f"{self.commitment_id} of {self.decision_id}"


@pghistory.track()
class DecisionRisk(TenantModel):
    """A risk that comes from a decision."""

    decision = TenantKey(Decision, on_delete=models.CASCADE, related_name="risk_links")
    risk = TenantKey(Risk, on_delete=models.CASCADE, related_name="decision_links")

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            *same_organization("decisionrisk", "decision", "risk"),
            models.UniqueConstraint(fields=["risk"], name="risk_of_one_decision"),
        ]

    def __str__(self) -> str:
        return f"{self.risk_id} of {self.decision_id}"


@pghistory.track()
class DecisionFinding(TenantModel):
    """A finding between objectives that a decision is asked for; when it is decided, the finding is settled with its words."""

    decision = TenantKey(Decision, on_delete=models.CASCADE, related_name="findings")
    finding = models.CharField(max_length=200)  # the key of the finding, as in alignment.Settlement
    objective = TenantKey(Objective, on_delete=models.CASCADE, related_name="+")
    other = TenantKey(Objective, on_delete=models.CASCADE, null=True, related_name="+")

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            *same_organization("decisionfinding", "decision", "objective", "other"),
            models.UniqueConstraint(fields=["decision", "finding"], name="decision_finding_once"),
        ]
        indexes = [models.Index(fields=["organization", "finding"], name="decision_of_finding")]

    def __str__(self) -> str:
        return f"{self.decision_id} on {self.finding}"
