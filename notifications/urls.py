"""Addresses of this room; comments are read below the address of what they are about."""

from django.urls import path

from notifications import views

app_name = "notifications"
urlpatterns = [
    path("comments/<int:pk>/words/", views.editing, name="comment"),
    path("comments/<int:pk>/removal/", views.removal, name="comment_removal"),
    path("mentions/<int:pk>/", views.mention, name="mention"),
    path("mentions/<int:pk>/reading/", views.reading, name="mention_reading"),
]
