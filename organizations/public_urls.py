"""Addresses outside any organization: the front door, invitations, the demo."""

from django.urls import path

from organizations.views import front, invitations

app_name = "front"
urlpatterns = [
    path("", front.door, name="door"),
    path("invitations/<str:secret>/", invitations.show, name="invitation"),
    path("invitations/<str:secret>/acceptance/", invitations.accept, name="acceptance"),
    path("demo/", front.demo, name="demo"),
    path("demo/people/<int:person>/session/", front.demo_session, name="demo_session"),
]
