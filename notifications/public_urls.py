"""The address outside any organization that ends a daily message."""

from django.urls import path

from notifications.views import unsubscribing

app_name = "unsubscribing"
urlpatterns = [
    path("mail/<str:secret>/", unsubscribing.daily, name="daily"),
]
