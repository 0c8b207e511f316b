"""Addresses of this room, grouped by noun."""

from django.urls import path

from alignment.views import check_ins, corrections, cycles, dependencies, handshakes, helping, mine, objectives, risks

app_name = "alignment"
urlpatterns = [
    path("objectives/", objectives.objectives, name="objectives"),
    path("objectives/<int:pk>/", objectives.objective, name="objective"),
    path("objectives/<int:pk>/children/", objectives.children, name="objective_children"),
    path("objectives/<int:pk>/check-ins/", objectives.check_ins, name="check_ins"),
    path("objectives/<int:pk>/check-ins/new/", check_ins.check_in, name="check_in"),
    path("objectives/<int:pk>/check-ins/new/evidence/", check_ins.evidence, name="evidence"),
    path("check-ins/", mine.mine, name="my_check_ins"),
    path("check-ins/<int:pk>/correction/", corrections.correction, name="correction"),
    path("check-ins/<int:pk>/acknowledgement/", corrections.acknowledgement, name="acknowledgement"),
    path("help/<int:pk>/", helping.help_ask, name="help"),
    path("help/<int:pk>/closing/", helping.closing, name="help_closing"),
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
