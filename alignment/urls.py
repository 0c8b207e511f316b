"""Addresses of this room, grouped by noun."""

from django.urls import path

from alignment.views import (
    check_ins,
    corrections,
    cycles,
    dependencies,
    handshakes,
    helping,
    impacts,
    mine,
    objectives,
    risks,
    strategy,
    strategy_editing,
    strategy_lines,
)

app_name = "alignment"
urlpatterns = [
    path("strategy/", strategy.strategy, name="strategy"),
    path("strategy/edit/", strategy_editing.edit, name="strategy_edit"),
    path("strategy/publish/", strategy_editing.publish, name="strategy_publish"),
    path("strategy/versions/", strategy.versions, name="strategy_versions"),
    path("strategy/versions/<int:pk>/", strategy.version, name="strategy_version"),
    path("strategy/versions/<int:pk>/send/", strategy_editing.send, name="strategy_send"),
    path("strategy/versions/<int:pk>/again/", strategy_editing.again, name="strategy_again"),
    path("strategy/difference/", strategy.difference, name="strategy_difference"),
    path("strategy/lines/<int:pk>/", strategy_lines.line, name="strategy_line"),
    path("strategy/impacts/<int:pk>/", impacts.impact, name="strategy_impact"),
    path("strategy/impacts/<int:pk>/reply/", impacts.reply, name="strategy_reply"),
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
