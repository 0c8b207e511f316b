"""Addresses outside any organization: the calendars, each behind its secret."""

from django.urls import path

from rhythm.views import feeds

app_name = "calendars"
urlpatterns = [path("calendars/<str:secret>.ics", feeds.feed, name="feed")]
