"""Addresses of this room, grouped by noun."""

from django.urls import path

from organizations.views import absences, access, drafts, pick, settings, views, words

app_name = "organizations"
urlpatterns = [
    path("pick/people/", pick.people, name="pick_people"),
    path("pick/teams/", pick.teams, name="pick_teams"),
    path("settings/", settings.show, name="settings"),
    path("settings/account/", settings.account, name="account"),
    path("settings/sessions/", settings.sessions, name="sessions"),
    path("settings/organization/", settings.organization, name="organization"),
    path("views/", views.views, name="views"),
    path("views/restored/", views.restored, name="view_restored"),
    path("views/<int:view>/name/", views.name, name="view_name"),
    path("views/<int:view>/place/", views.place, name="view_place"),
    path("views/<int:view>/deletion/", views.deletion, name="view_deletion"),
    path("settings/words/", words.words, name="words"),
    path("settings/words/preview/", words.preview, name="words_preview"),
    path("settings/keys/", words.keys, name="keys"),
    path("drafts/", drafts.drafts, name="drafts"),
    path("people/<int:pk>/absences/", absences.absences, name="absences"),
    path("absences/<int:pk>/ending/", absences.ending, name="absence_ending"),
    path("settings/people/", access.people, name="people"),
    path("settings/people/<int:person>/access/", access.access, name="access"),
    path("settings/people/<int:person>/deactivation/", access.deactivation, name="deactivation"),
    path("settings/people/<int:person>/reactivation/", access.reactivation, name="reactivation"),
    path("settings/people/<int:person>/invitation/", access.invitation, name="invitation"),
    path("settings/invitations/<int:invitation>/revocation/", access.revocation, name="revocation"),
]
