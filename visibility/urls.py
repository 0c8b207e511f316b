"""Addresses of this room, grouped by noun."""

from django.urls import path

from visibility.views import changes, finding, monday, my_work, people, teams, touched

app_name = "visibility"
urlpatterns = [
    path("", monday.show, name="monday"),
    path("my-work/", my_work.show, name="my_work"),
    path("teams/", teams.teams, name="teams"),
    path("teams/<int:pk>/", teams.team, name="team"),
    path("teams/<int:pk>/children/", teams.children, name="team_children"),
    path("people/", people.people, name="people"),
    path("people/<int:pk>/", people.person, name="person"),
    path("changes/", changes.changes, name="changes"),
    path("changes/touched/", touched.touched, name="touched"),
    path("search/", finding.find, name="search"),
    path("search/palette/", finding.palette, name="palette"),
    path("keys/", finding.keys, name="keys"),
]
