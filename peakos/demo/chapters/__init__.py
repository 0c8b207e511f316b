"""The chapters of Tidewater's story: the company, its five objectives, its meetings, its scorecard, what it learnt."""

from peakos.demo.chapters import (
    alignment,
    company,
    field_engineers,
    learning,
    measuring,
    meetings,
    onboarding,
    outages,
    quarters,
    renewals,
    reporting,
    scorecard,
    strategy,
    telling,
    usage_billing,
    views,
)

CHAPTERS = (
    ("people and teams", company.tell),
    ("the strategy", strategy.tell),
    ("mid-market onboarding", onboarding.tell),
    ("renewals", renewals.tell),
    ("outage reports", outages.tell),
    ("usage billing", usage_billing.tell),
    ("field engineers", field_engineers.tell),
    ("the quarters", quarters.tell),
    ("meetings", meetings.tell),
    ("the scorecard", scorecard.tell),
    ("what does not fit together", alignment.tell),
    ("how it is measured and carried", measuring.tell),
    ("what follows a report", reporting.tell),
    ("what was learnt", learning.tell),
    ("lists that people keep", views.tell),
    ("how people want to be told", telling.tell),
)
