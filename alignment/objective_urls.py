"""Addresses where objectives, and what hangs on them, are written, moved, ended and brought back."""

from django.urls import path

from alignment.views import initiatives, key_results, objective_moves, objective_writing, pick

urlpatterns = [
    path("pick/objectives/", pick.objectives, name="pick_objectives"),
    path("pick/metrics/", pick.metrics, name="pick_metrics"),
    path("pick/dependencies/", pick.dependencies, name="pick_dependencies"),
    path("objectives/new/", objective_writing.new, name="objective_new"),
    path("objectives/advice/", objective_writing.advise, name="objective_advice"),
    path("objectives/<int:pk>/edit/", objective_writing.edit, name="objective_edit"),
    path("objectives/<int:pk>/move/", objective_moves.move, name="objective_move"),
    path("objectives/<int:pk>/links/", objective_moves.links, name="objective_links"),
    path("objectives/<int:pk>/state/", objective_moves.state, name="objective_state"),
    path("objectives/<int:pk>/archive/", objective_moves.archive, name="objective_archive"),
    path("objectives/<int:pk>/restore/", objective_moves.restore, name="objective_restore"),
    path("objectives/<int:pk>/key-results/new/", key_results.new, name="key_result_new"),
    path("objectives/<int:pk>/guards/", initiatives.guards, name="guards"),
    path("objectives/<int:pk>/initiatives/new/", initiatives.new, name="initiative_new"),
    path("links/<int:pk>/removal/", objective_moves.unlink, name="link_removal"),
    path("key-results/<int:pk>/edit/", key_results.edit, name="key_result_edit"),
    path("key-results/<int:pk>/end/", key_results.end, name="key_result_end"),
    path("key-results/<int:pk>/place/", key_results.place, name="key_result_place"),
    path("key-results/<int:pk>/items/", key_results.items, name="key_result_items"),
    path("items/<int:pk>/tick/", key_results.tick, name="item_tick"),
    path("items/<int:pk>/removal/", key_results.strike, name="item_removal"),
    path("guards/<int:pk>/removal/", initiatives.unguard, name="guard_removal"),
    path("initiatives/<int:pk>/edit/", initiatives.edit, name="initiative_edit"),
]
