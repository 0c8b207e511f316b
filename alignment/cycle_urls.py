"""Addresses of cycles: their life, the teams' sets for them, and their closing."""

from django.urls import path

from alignment.views import closing, cycles, plans

urlpatterns = [
    path("cycles/", cycles.cycles, name="cycles"),
    path("cycles/new/", cycles.new, name="cycle_new"),
    path("cycles/<int:pk>/", cycles.cycle, name="cycle"),
    path("cycles/<int:pk>/edit/", cycles.edit, name="cycle_edit"),
    path("cycles/<int:pk>/step/", cycles.step, name="cycle_step"),
    path("cycles/<int:pk>/changes/", cycles.changes, name="cycle_changes"),
    path("cycles/<int:pk>/teams/<int:team>/", plans.team_plan, name="plan"),
    path("cycles/<int:pk>/teams/<int:team>/publication/", plans.team_publication, name="publication"),
    path("cycles/<int:pk>/own/", plans.own_plan, name="own_plan"),
    path("cycles/<int:pk>/own/publication/", plans.own_publication, name="own_publication"),
    path("objectives/<int:pk>/removal/", plans.removal, name="draft_removal"),
    path("cycles/<int:pk>/close/", closing.closing, name="closing"),
    path("objectives/<int:pk>/conclusion/", closing.conclusion, name="conclusion"),
    path("cycles/<int:pk>/report/", closing.report, name="cycle_report"),
]
