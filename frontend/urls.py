"""Every address of the platform: the API of the three floors below, and the pages."""

from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from musicprize.supervisor.health import healthz

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("api/v1/", include("musicprize.urls")),
    path("api/v1/", include("submissions.urls")),
    path("api/v1/", include("jury.urls")),
    path("", include("musicprize.objectstore.urls")),
    path("api/schema", SpectacularAPIView.as_view(), name="api-schema"),
    path("api/docs", SpectacularSwaggerSplitView.as_view(url_name="api-schema"), name="api-docs"),
    path("language", set_language, name="set_language"),
    path("", include("frontend.pages.signin")),
    path("", include("frontend.pages.account")),
    path("", include("frontend.pages.juror")),
    path("", include("frontend.pages.public")),
    path("", include("frontend.pages.applicant")),
    path("", include("frontend.pages.coordinator")),
    path("", include("frontend.pages.organiser")),
    path("", include("frontend.pages.stage")),
]
