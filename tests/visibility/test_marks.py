"""Marks say in words what they say in shape, and never let a text become markup."""

from django.template import Context, Template

from organizations.models import Person


def drawn(template: str, **context: object) -> str:
    return Template(template).render(Context(context))


def test_every_status_has_a_shape_and_a_word() -> None:
    for status, word in {"on_track": "On track", "at_risk": "At risk", "off_track": "Off track", "no_update": "No update"}.items():
        assert f'aria-label="{word}"' in drawn("{% mark status %}", status=status)
    assert drawn("{% mark '' %}") == ""


def test_the_bar_tells_done_and_expected_and_hatches_only_a_gap_that_hurts() -> None:
    behind = drawn("{% pace 0.33 0.54 %}")
    assert 'aria-label="33% done, 54% expected by now"' in behind
    assert 'class="gap-off"' in behind
    assert "gap-" not in drawn("{% pace 0.52 0.54 %}")
    assert 'class="gap-risk"' in drawn("{% pace 0.44 0.54 %}")
    assert 'aria-label="Progress not stated"' in drawn("{% pace none none %}", none=None)


def test_a_strip_of_many_children_is_counted_in_words() -> None:
    few = drawn("{% strip counts %}", counts={"off_track": 2, "on_track": 4})
    assert 'aria-label="2 off track, 4 on track"' in few
    assert few.count("<svg") == 6
    assert drawn("{% strip counts %}", counts={"on_track": 400}).count("<svg") == 1


def test_waiting_turns_red_on_day_six() -> None:
    assert drawn("{% ticks 9 %}").count('class="late"') == 4
    assert drawn("{% ticks 900 %}").count("<rect") == 14


def test_a_name_is_text_whatever_it_holds() -> None:
    mallory = Person(name="<script>alert(1)</script>", key="mallory")
    assert "<script>" not in drawn("{% who person %}", person=mallory)


def test_nobody_is_a_question_and_the_reader_is_you() -> None:
    marta = Person(pk=1, name="Marta Lindqvist")
    assert "No owner" in drawn("{% who person %}", person=None)
    assert "You" in drawn("{% who person %}", person=marta, me=marta)


def test_no_graphic_carries_style_or_script() -> None:
    graphics = drawn("{% pace 0.3 0.5 %}{% spark values %}{% ticks 8 %}{% weeks 8 13 %}{% rhythm squares %}",
                     values=[8, 7, 4], squares=["full", "half", "missed", "none"])  # fmt: skip
    assert "style=" not in graphics
    assert "<script" not in graphics
