"""Addresses of this room, grouped by noun."""

from django.urls import path

from alignment.views import check_ins, cycles, dependencies, handshakes, objectives, risks

app_name = "alignment"
urlpatterns = [
    path("objectives/", objectives.objectives, name="objectives"),
    path("objectives/<int:pk>/", objectives.objective, name="objective"),
    path("objectives/<int:pk>/children/", objectives.children, name="objective_children"),
    path("objectives/<int:pk>/check-ins/", objectives.check_ins, name="check_ins"),
    path("objectives/<int:pk>/check-ins/new/", check_ins.check_in, name="check_in"),
    path("dependencies/", dependencies.dependencies, name="dependencies"),
    path("dependencies/<int:pk>/", dependencies.dependency, name="dependency"),
    path("dependencies/<int:pk>/answer/", handshakes.answer, name="answer"),
    path("dependencies/<int:pk>/delivery/", handshakes.delivery, name="delivery"),
    path("dependencies/<int:pk>/acceptance/", handshakes.acceptance, name="acceptance"),
    path("risks/", risks.risks, name="risks"),
    path("risks/<int:pk>/", risks.risk, name="risk"),
    path("cycles/", cycles.cycles, name="cycles"),
    path("cycles/<int:pk>/", cycles.cycle, name="cycle"),
]
