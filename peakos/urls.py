"""Every address: the few outside an organization, then each room's below `/<organization>/`."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("allauth.account.urls")),
    path("", include("organizations.public_urls")),
    path("<slug:organization>/", include("visibility.urls")),
    path("<slug:organization>/", include("organizations.urls")),
    path("<slug:organization>/", include("alignment.urls")),
    path("<slug:organization>/", include("accountability.urls")),
    path("<slug:organization>/", include("decisions.urls")),
    path("<slug:organization>/", include("rhythm.urls")),
    path("<slug:organization>/", include("intelligence.urls")),
]
