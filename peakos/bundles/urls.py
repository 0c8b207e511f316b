"""Addresses of Settings > Data, grouped by noun."""

from django.urls import path

from peakos.bundles import views

app_name = "bundles"
urlpatterns = [
    path("data/", views.data, name="data"),
    path("data/exports/", views.exports, name="exports"),
    path("data/empty-bundle.zip", views.empty_bundle, name="empty_bundle"),
    path("data/imports/", views.imports, name="imports"),
    path("data/imports/<int:pk>/", views.show, name="import"),
    path("data/imports/<int:pk>/progress/", views.progress, name="progress"),
    path("data/imports/<int:pk>/findings.tsv", views.findings, name="findings"),
    path("data/imports/<int:pk>/confirmation/", views.confirmation, name="confirmation"),
    path("data/imports/<int:pk>/cancellation/", views.cancellation, name="cancellation"),
    path("data/imports/<int:pk>/undoing/", views.undoing, name="undoing"),
]
