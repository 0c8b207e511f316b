"""Addresses of this room, grouped by noun; each noun's verbs are in a file of their own."""

from django.urls import path

from rhythm.agenda_urls import urlpatterns as agendas
from rhythm.content_urls import urlpatterns as contents
from rhythm.record_urls import urlpatterns as records
from rhythm.room_urls import urlpatterns as rooms
from rhythm.series_urls import urlpatterns as series
from rhythm.views import issues, slots

app_name = "rhythm"
urlpatterns = [
    *series,
    *agendas,
    *rooms,
    *contents,
    *records,
    path("issues/", issues.issues, name="issues"),
    path("issues/<int:pk>/", issues.issue, name="issue"),
    path("objectives/<int:pk>/issues/", slots.of_objective, name="of_objective"),
    path("decisions/<int:pk>/origin/", slots.of_decision, name="of_decision"),
    path("commitments/<int:pk>/origin/", slots.of_commitment, name="of_commitment"),
]
