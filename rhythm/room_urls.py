"""Addresses of a meeting while it runs: the room, its stream, and each thing that is done in it."""

from django.urls import URLPattern, path

from rhythm.views import room_acts as act
from rhythm.views import room_says as say
from rhythm.views import rooms

urlpatterns: list[URLPattern] = [
    path("meetings/<int:pk>/opening/", rooms.opening, name="opening"),
    path("meetings/<int:pk>/room/", rooms.room, name="room"),
    path("meetings/<int:pk>/stage/", rooms.stage, name="stage"),
    path("meetings/<int:pk>/mine/", rooms.mine, name="mine"),
    path("meetings/<int:pk>/stream/", rooms.stream, name="stream"),
    path("meetings/<int:pk>/moves/", act.moves, name="moves"),
    path("meetings/<int:pk>/pause/", act.pause, name="pause"),
    path("meetings/<int:pk>/clock/", act.clock, name="clock"),
    path("meetings/<int:pk>/extension/", act.extension, name="extension"),
    path("meetings/<int:pk>/facilitation/", act.facilitation, name="facilitation"),
    path("meetings/<int:pk>/suspension/", act.suspension, name="suspension"),
    path("meetings/<int:pk>/resumption/", act.resumption, name="resumption"),
    path("meetings/<int:pk>/closing/", act.closing, name="closing"),
    path("agenda-items/<int:pk>/settlement/", act.settlement, name="settlement"),
    path("meetings/<int:pk>/polls/", act.polls, name="polls"),
    path("polls/<int:pk>/closure/", act.poll_closure, name="poll_closure"),
    path("meetings/<int:pk>/writings/", act.writings, name="writings"),
    path("writings/<int:pk>/showing/", act.showing, name="showing"),
    path("meetings/<int:pk>/readiness/", say.readiness, name="readiness"),
    path("meetings/<int:pk>/hand/", say.hand, name="hand"),
    path("meetings/<int:pk>/hand/lowered/", say.lowered, name="lowered"),
    path("meetings/<int:pk>/rating/", say.rating, name="rating"),
    path("meetings/<int:pk>/captures/", say.captures, name="captures"),
    path("captures/<int:pk>/agreement/", say.agreement, name="agreement"),
    path("captures/<int:pk>/withdrawal/", say.withdrawal, name="withdrawal"),
    path("polls/<int:pk>/answers/", say.answers, name="answers"),
    path("writings/<int:pk>/lines/", say.lines, name="lines"),
]
