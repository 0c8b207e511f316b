"""Doors: the organization's words and a person's keys, two sections of the settings page."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from organizations.actions.words import change_keys, rename_nouns
from organizations.forms.keys import KeysForm
from organizations.forms.words import WordsForm
from organizations.middleware import MemberRequest
from organizations.views.gates import open_to_viewers, runs_the_workspace
from organizations.views.settings import page, saved


@require_POST
@runs_the_workspace
def words(request: MemberRequest) -> HttpResponse:
    """Saves all nouns at once; the button "Reset" takes the product's own again."""
    organization, is_reset = request.person.organization, "reset" in request.POST
    form = WordsForm.of(organization, request.POST)
    if not is_reset and not form.is_valid():
        return page(request, status=422, words_form=form)
    chosen = {} if is_reset else form.chosen
    rename_nouns(organization=organization, words=chosen, by=request.person, now=timezone.now())
    return saved(request, "words", "The usual words are back" if is_reset else "Every page uses these words now")


@require_safe
@runs_the_workspace
def preview(request: MemberRequest) -> HttpResponse:
    """How the words sound that are being typed."""
    form = WordsForm.of(request.person.organization, request.GET if request.GET else None)
    return render(request, "organizations/settings/_words_preview.html", {"words_form": form})


@open_to_viewers
@require_POST
def keys(request: MemberRequest) -> HttpResponse:
    """Saves all keys at once; the button "Reset" takes the usual ones again."""
    is_reset = "reset" in request.POST
    form = KeysForm.of(request.person, request.POST)
    if not is_reset and not form.is_valid():
        return page(request, status=422, keys_form=form)
    chosen = {} if is_reset else form.cleaned_data["keys"]
    change_keys(person=request.person, keys=chosen, by=request.person, now=timezone.now())
    return saved(request, "keys", "The usual keys are back" if is_reset else "Your keys are saved")
