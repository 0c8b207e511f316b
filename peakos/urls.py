"""Every address: the few outside an organization, then each room's below `/<organization>/`."""

from django.urls import include, path

from peakos import health

handler400 = "organizations.views.errors.bad_request"
handler403 = "organizations.views.errors.forbidden"
handler404 = "organizations.views.errors.not_found"
handler429 = "organizations.views.errors.too_many_requests"  # allauth's limits ask for it here
handler500 = "organizations.views.errors.server_error"

urlpatterns = [
    path("livez", health.livez),
    path("readyz", health.readyz),
    path("accounts/", include("organizations.account_urls")),
    path("accounts/", include("notifications.public_urls")),
    path("", include("organizations.public_urls")),
    path("", include("rhythm.public_urls")),
    path("<slug:organization>/", include("visibility.urls")),
    path("<slug:organization>/", include("organizations.urls")),
    path("<slug:organization>/settings/", include("peakos.bundles.urls")),
    path("<slug:organization>/", include("notifications.urls")),
    path("<slug:organization>/", include("alignment.urls")),
    path("<slug:organization>/", include("accountability.urls")),
    path("<slug:organization>/", include("decisions.urls")),
    path("<slug:organization>/", include("rhythm.urls")),
    path("<slug:organization>/", include("intelligence.urls")),
]
