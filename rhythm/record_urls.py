"""Addresses of what a meeting leaves: its page, minutes, the lines of a huddle, messages, and how a series fares."""

from django.urls import URLPattern, path

from rhythm.views import health, huddles, messages, record

urlpatterns: list[URLPattern] = [
    path("meetings/health/", health.overview, name="health"),
    path("meetings/series/<int:pk>/health/", health.series, name="series_health"),
    path("meetings/<int:pk>/", record.meeting, name="meeting"),
    path("meetings/<int:pk>/huddle/", huddles.huddle, name="huddle"),
    path("huddle-entries/<int:pk>/stuck/", huddles.stuck, name="huddle_stuck"),
    path("meetings/<int:pk>/note/", record.note, name="meeting_note"),
    path("meetings/<int:pk>/messages/new/", messages.new, name="message_new"),
    path("captures/<int:pk>/correction/", record.correction, name="capture_correction"),
    path("messages/<int:pk>/", messages.message, name="message"),
    path("messages/<int:pk>/reading/", messages.reading, name="message_reading"),
    path("messages/<int:pk>/withdrawal/", messages.withdrawal, name="message_withdrawal"),
    path("teams/<int:pk>/messages/", messages.of_team, name="messages_of_team"),
]
