"""Addresses of agendas, of a series and of one meeting, of everybody's preparation, and of issues between meetings."""

from django.urls import URLPattern, path

from rhythm.views import agendas, issues, preparation

urlpatterns: list[URLPattern] = [
    path("meetings/series/<int:pk>/agenda/", agendas.series_agenda, name="series_agenda"),
    path("meetings/<int:pk>/agenda/", agendas.agenda, name="agenda"),
    path("meetings/<int:pk>/agenda/building/", agendas.build, name="agenda_build"),
    path("meetings/<int:pk>/agenda/items/", agendas.items, name="agenda_items"),
    path("agenda-items/<int:pk>/", agendas.item, name="agenda_item"),
    path("meetings/<int:pk>/preparation/", preparation.preparation, name="preparation"),
    path("meetings/<int:pk>/preparation/votes/", preparation.votes, name="votes"),
    path("meetings/<int:pk>/preparation/numbers/", preparation.number, name="preparation_number"),
    path("meetings/<int:pk>/pre-read/", preparation.reading, name="pre_read"),
    path("issues/new/", issues.raising, name="raise_issue"),
    path("issues/<int:pk>/parking/", issues.parking, name="issue_parking"),
    path("issues/<int:pk>/passing/", issues.passing, name="issue_passing"),
    path("issues/<int:pk>/answer/", issues.answer, name="issue_answer"),
    path("issues/<int:pk>/again/", issues.again, name="issue_again"),
]
