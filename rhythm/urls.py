"""Addresses of this room, grouped by noun."""

from django.urls import path

from rhythm.views import issues, series, slots

app_name = "rhythm"
urlpatterns = [
    path("meetings/", series.meetings, name="series_list"),
    path("meetings/<int:pk>/", series.series, name="series"),
    path("issues/", issues.issues, name="issues"),
    path("issues/<int:pk>/", issues.issue, name="issue"),
    path("objectives/<int:pk>/issues/", slots.of_objective, name="of_objective"),
    path("decisions/<int:pk>/origin/", slots.of_decision, name="of_decision"),
    path("commitments/<int:pk>/origin/", slots.of_commitment, name="of_commitment"),
]
