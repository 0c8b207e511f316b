"""The form of a saved view: its name, and who sees it."""

from __future__ import annotations

from django import forms

from organizations.forms.fields import PlainForm, line


class ViewForm(PlainForm):
    """A name, and whether everybody sees it; the address comes from the page it was on."""

    name = line("Name", ask="Give the view a name, like “Late in Security”.", limit=80)
    is_shared = forms.BooleanField(label="Everybody sees it", required=False)
    path = forms.CharField(required=False, max_length=1000, widget=forms.HiddenInput)
