"""Addresses of meeting series: the week, one series and what is changed about it, calendars."""

from django.urls import URLPattern, path

from rhythm.views import feeds, moving, series, series_writing

urlpatterns: list[URLPattern] = [
    path("meetings/", series.meetings, name="series_list"),
    path("meetings/series/new/", series_writing.new, name="series_new"),
    path("meetings/series/advice/", series_writing.advise, name="series_advice"),
    path("meetings/series/<int:pk>/", series.series, name="series"),
    path("meetings/series/<int:pk>/edit/", series_writing.edit, name="series_edit"),
    path("meetings/series/<int:pk>/end/", series_writing.end, name="series_end"),
    path("meetings/series/<int:pk>/resumption/", series_writing.resume, name="series_resumption"),
    # One meeting of a series, by its time: ?at=20260824T090000Z. It needs no row before something is said about it.
    path("meetings/series/<int:pk>/move/", moving.move, name="meeting_move"),
    path("meetings/series/<int:pk>/skip/", moving.skip, name="meeting_skip"),
    path("meetings/series/<int:pk>/restoration/", moving.restore, name="meeting_restoration"),
    path("meetings/series/<int:pk>/turn/", moving.turn, name="meeting_turn"),
    path("meetings/series/<int:pk>/held/", moving.held, name="meeting_held"),
    path("meetings/series/<int:pk>/missed/", moving.missed, name="meeting_missed"),
    path("meetings/calendar/", feeds.calendar, name="calendar"),
    path("meetings/calendar/<int:pk>/revocation/", feeds.revocation, name="calendar_revocation"),
]
