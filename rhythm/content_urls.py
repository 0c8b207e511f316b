"""Addresses of what is done with the rows of a segment while a meeting runs."""

from django.urls import URLPattern, path

from rhythm.views import room_rows as row

urlpatterns: list[URLPattern] = [
    path("meetings/<int:pk>/raised/", row.raised, name="raised"),
    path("meetings/<int:pk>/room/votes/", row.votes, name="room_votes"),
    path("meetings/<int:pk>/room/top/", row.top, name="top"),
    path("meetings/<int:pk>/room/sorting/", row.sorting, name="sorting"),
    path("captures/<int:pk>/completion/", row.completion, name="completion"),
]
