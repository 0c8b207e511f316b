"""A list with its filters under a name: for oneself or for everybody, never a way out of the organization."""

from __future__ import annotations

import pytest

from organizations.actions.views import delete_view, raise_view, rename_view, save_view
from organizations.listing import view_path
from organizations.models import Event, Organization, Person, SavedView
from organizations.refusals import AlreadyThere, NotAllowed, NotSaid
from tests.cast import NOW, new_person
from tests.reading import Reader

LATE = "dependencies/?show=late&team=4"


@pytest.mark.parametrize(
    "path",
    [
        "https://evil.example/objectives/", "//evil.example/objectives/", "/fenmoor/objectives/", "../fenmoor/objectives/",
        "javascript:alert(1)",
        "objectives/../../accounts/logout/", "objectives/1/", "settings/", "", "?q=x", "objectives/\\evil?x=1", "objectives",
        "search/?q=" + "x" * 1000, "search/?" + "a=1&" * 40,
    ],
)  # fmt: skip
def test_what_is_no_list_of_ours_cannot_be_kept(tidewater: Organization, marta: Person, path: str) -> None:
    with pytest.raises(NotSaid):
        save_view(name="Out of here", path=path, is_shared=True, by=marta, now=NOW)
    answer = Reader(marta).client.post("/tidewater/views/", {"name": "Out of here", "path": path})
    assert answer.status_code == 422
    assert not SavedView.objects.exists()


def test_a_path_keeps_its_filters_and_loses_its_page() -> None:
    assert view_path("search/?q=a+b%26c&page=3&in=people#x") == "search/?q=a+b%26c&in=people"
    assert view_path('risks/?q=\0🌊"><script>') == "risks/?q=%F0%9F%8C%8A%22%3E%3Cscript%3E"


def test_marta_saves_a_list_finds_it_above_it_and_takes_a_deletion_back(tidewater: Organization, marta: Person) -> None:
    reader = Reader(marta)
    assert "Save this view" in reader.client.get("/tidewater/views/", {"at": LATE}, headers={"HX-Request": "true"}).content.decode()
    answer = reader.client.post("/tidewater/views/", {"name": "Late <b>", "path": LATE, "is_shared": "on"})
    assert answer.headers["Location"] == f"/tidewater/{LATE}"
    bar = reader.client.get("/tidewater/views/", {"at": LATE}, headers={"HX-Request": "true"}).content.decode()
    assert "Late &lt;b&gt;" in bar
    assert 'aria-current="true"' in bar
    assert "Save this view" not in bar
    view = SavedView.objects.get()
    reader.client.post(f"/tidewater/views/{view.pk}/deletion/")
    assert not SavedView.objects.exists()
    page = reader.client.get("/tidewater/views/").content.decode()
    undo = page[page.index("/tidewater/views/restored/") :].split('"')[0].replace("&amp;", "&")
    reader.client.post(undo)
    again = SavedView.objects.get()
    assert (again.name, again.path, again.is_shared) == ("Late <b>", LATE, True)
    assert [event.name for event in Event.objects.order_by("pk")] == ["view.saved", "view.deleted", "view.saved"]


def test_others_see_what_is_shared_and_change_none_of_it(tidewater: Organization, marta: Person, ines: Person) -> None:
    shared = save_view(name="Late", path=LATE, is_shared=True, by=marta, now=NOW)
    save_view(name="Only mine", path="risks/?show=open", is_shared=False, by=marta, now=NOW)
    page = Reader(ines).page("organizations:views")
    assert "Late by Marta Lindqvist" in page
    assert "Only mine" not in page
    with pytest.raises(NotAllowed):
        rename_view(view=shared, name="Taken over", is_shared=True, by=ines, now=NOW)
    with pytest.raises(NotAllowed):
        delete_view(view=shared, by=ines, now=NOW)
    viewer = new_person("Vera Holt", access="viewer")
    with pytest.raises(NotAllowed):
        save_view(name="Mine", path=LATE, is_shared=False, by=viewer, now=NOW)


def test_views_keep_the_order_that_their_owner_gave_them(tidewater: Organization, marta: Person) -> None:
    first, second, third = (save_view(name=name, path=LATE, is_shared=False, by=marta, now=NOW) for name in ("A", "B", "C"))
    raise_view(view=third, by=marta, now=NOW)
    raise_view(view=first, by=marta, now=NOW)
    assert list(SavedView.objects.order_by("position")) == [first, third, second]
    with pytest.raises(AlreadyThere, match="called “A” already"):
        rename_view(view=second, name="A", is_shared=False, by=marta, now=NOW)
    assert Reader(marta).client.post(f"/tidewater/views/{second.pk}/name/", {"name": ""}).status_code == 422
