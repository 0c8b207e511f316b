"""The Monday view: the page a leader opens."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from organizations.middleware import MemberRequest


def show(request: MemberRequest) -> HttpResponse:
    return render(request, "visibility/monday/show.html", {"now": timezone.now()})
