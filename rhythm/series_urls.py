"""Addresses of meeting series: the week, one series and what is changed about it, calendars."""

from django.urls import URLPattern, path

from rhythm.views import series

urlpatterns: list[URLPattern] = [
    path("meetings/", series.meetings, name="series_list"),
    path("meetings/series/<int:pk>/", series.series, name="series"),
]
