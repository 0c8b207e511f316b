"""The house rules that a machine can check: names, sizes, tenancy, time, templates. Import-linter checks the river of imports."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django import forms
from django.apps import apps
from django.conf import settings
from django.db import models

from organizations.constraints import SameOrganization
from organizations.models import Organization, Person, User
from organizations.tenancy import TenantKey, TenantModel
from tests.world import tenant_models

HOUSE: Path = settings.BASE_DIR
ROOMS = (
    "organizations", "notifications", "alignment", "accountability", "decisions", "rhythm", "intelligence", "visibility", "peakos",
)  # fmt: skip
NEVER = {"utils.py", "helpers.py", "services.py", "signals.py", "common.py", "misc.py"}

LONG_FILES = {"peakos/bundles/format.py": "one declaration of every file and column of the bundle format, read as a table"}
LONG_FUNCTIONS = {
    "tests/crowd.py": "one statement in SQL builds a large organization",
    "peakos/demo/": "a chapter of the story is a list of what happened, told in order",
}
# Who may look across organizations: doors before one is known, what runs for all of them, and the wall itself.
SEE_EVERYWHERE = {
    "organizations/tenancy.py", "organizations/middleware.py", "organizations/reads/front.py", "organizations/actions/access.py",
    "organizations/relay.py", "organizations/purges.py", "notifications/mail.py", "notifications/chat.py",
    "notifications/rounds.py", "notifications/reads/unsubscribing.py",
    "peakos/health.py", "peakos/bundles/tasks.py", "peakos/bundles/working.py", "benchmarks/__main__.py",
}  # fmt: skip
# Tables that are no organization's: the organization itself, logins and their browsers, runs of jobs, rows of a file being read.
NO_TENANT = {"Organization", "User", "Session", "JobRun", "BundleRow"}


@cache
def python_files() -> dict[str, ast.Module]:
    """Every file of the product and its tests, but migrations, which are written by a command."""
    listed = subprocess.run(["git", "ls-files", "*.py"], cwd=HOUSE, capture_output=True, text=True, check=True).stdout.split()
    names = [name for name in listed if "/migrations/" not in name and (HOUSE / name).exists()]
    return {name: ast.parse((HOUSE / name).read_text()) for name in names}


def in_rooms() -> Iterator[tuple[str, ast.Module]]:
    yield from ((name, tree) for name, tree in python_files().items() if name.split("/")[0] in ROOMS)


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of what it does; its signature and docstring are for reading."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_every_file_opens_with_a_sentence_about_what_lives_there() -> None:
    silent = [name for name, tree in python_files().items() if tree.body and not ast.get_docstring(tree)]
    assert not silent, silent


def test_no_file_is_a_drawer_for_what_has_no_room() -> None:
    assert not [name for name in python_files() if Path(name).name in NEVER]


def test_files_are_small() -> None:
    lengths = {name: len((HOUSE / name).read_text().splitlines()) for name in python_files()}
    assert not {name: length for name, length in lengths.items() if length > 400 and name not in LONG_FILES}


def test_functions_are_small_and_views_smaller() -> None:
    long = []
    for name, tree in python_files().items():
        if any(name.startswith(excused) for excused in LONG_FUNCTIONS):
            continue
        for function in functions(tree):
            takes_request = bool(function.args.args) and function.args.args[0].arg == "request"
            is_view = takes_request and ("/views" in name or "/api" in name)
            if body_lines(function) > (25 if is_view else 40):
                long.append(f"{name}: {function.name} has {body_lines(function)} lines")
    assert not long, "\n".join(long)


def test_excuses_are_for_files_that_need_them() -> None:
    for name in LONG_FILES:
        assert len((HOUSE / name).read_text().splitlines()) > 400, f"{name} is short now: take it off the list"
    for name in SEE_EVERYWHERE:
        assert "everywhere" in (HOUSE / name).read_text(), f"{name} does not look across organizations: take it off the list"


def test_verbs_take_keywords_only_and_are_told_who_and_when() -> None:
    faults = []
    for name, tree in in_rooms():
        for function in functions(tree):
            if any(isinstance(mark, ast.Name) and mark.id == "verb" for mark in function.decorator_list):
                said = {argument.arg for argument in function.args.kwonlyargs}
                if function.args.args or "now" not in said:
                    faults.append(f"{name}: {function.name}")
    assert not faults, faults


def test_time_is_told_to_verbs_rules_and_formulas_and_never_read_by_them() -> None:
    clock = re.compile(r"\b(timezone\.now|datetime\.now|date\.today|datetime\.today|time\.time|localdate)\b")
    inner = re.compile(r"/(actions|policy|measures|models)(/|\.py)")
    assert not [name for name, _ in in_rooms() if inner.search(f"/{name}") and clock.search((HOUSE / name).read_text())]


def test_only_named_files_look_across_organizations() -> None:
    looking = {
        name
        for name, tree in python_files().items()
        if not name.startswith("tests/") and any(isinstance(n, ast.Attribute) and n.attr == "everywhere" for n in ast.walk(tree))
    }
    assert looking <= SEE_EVERYWHERE, looking - SEE_EVERYWHERE


def test_no_query_is_made_when_a_file_is_read() -> None:
    """A queryset in a class body or a module is made before anybody has an organization in hand."""
    faults = []
    for name, tree in in_rooms():
        outside = [node for node in tree.body if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
        for node in outside:
            inner = {id(n) for function in ast.walk(node) if is_function(function) for n in ast.walk(function)}
            made = [n for n in ast.walk(node) if isinstance(n, ast.Attribute) and n.attr in {"objects", "everywhere"}]
            faults += [f"{name}:{n.lineno}" for n in made if id(n) not in inner and not isinstance(n.ctx, ast.Store)]
    assert not faults, faults


def is_function(node: ast.AST) -> bool:
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)


def test_every_table_is_an_organizations_or_says_why_not() -> None:
    ours = [model for model in apps.get_models() if model._meta.app_label in ROOMS and not is_history(model)]
    homeless = [m.__name__ for m in ours if not issubclass(m, TenantModel) and m.__name__ not in NO_TENANT]
    assert not homeless, homeless
    assert all(model._meta.get_field("organization").null is False for model in tenant_models())


def is_history(model: type[models.Model]) -> bool:
    return hasattr(model, "pgh_tracked_model")


def test_no_key_of_a_table_points_into_another_organization() -> None:
    """Each foreign key to a tenant table is held by a constraint on both columns, and is not held by one on the number alone."""
    loose = []
    for model in tenant_models():
        held = {c.field for c in model._meta.constraints if isinstance(c, SameOrganization)}
        for field in model._meta.concrete_fields:
            if isinstance(field, models.ForeignKey) and issubclass(field.related_model, TenantModel):
                if field.name not in held:
                    loose.append(f"{model.__name__}.{field.name} has no SameOrganization")
                if not isinstance(field, TenantKey) and getattr(field, "db_constraint", True):
                    loose.append(f"{model.__name__}.{field.name} is held by a number alone")
    assert not loose, loose


def test_other_keys_lead_only_to_the_organization_or_a_login() -> None:
    for model in tenant_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, models.ForeignKey) and not issubclass(field.related_model, TenantModel):
                assert field.related_model in {Organization, User}, f"{model.__name__}.{field.name}"
    assert Person._meta.get_field("user").related_model is User


# What a form may never ask for; the words a reader chooses from are another matter (`access`, on the settings page).
NEVER_ASKED = {
    "organization",
    "organization_id",
    "id",
    "pk",
    "key",
    "user",
    "user_id",
    "by",
    "author",
    "is_demo",
    "is_active",
    "role",
}
MAY_ASK_FOR_ACCESS = {"AccessForm", "NewcomerForm"}


def test_no_form_asks_for_what_only_the_product_may_say() -> None:
    for form in all_forms(forms.BaseForm):
        fields = set(getattr(form, "base_fields", {}))
        assert not fields & NEVER_ASKED, f"{form.__name__} asks for {fields & NEVER_ASKED}"
        assert "access" not in fields or form.__name__ in MAY_ASK_FOR_ACCESS, form.__name__
        assert not issubclass(form, forms.ModelForm), f"{form.__name__}: a form names its fields and saves nothing"


def all_forms(form: type[forms.BaseForm]) -> Iterator[type[forms.BaseForm]]:
    for below in form.__subclasses__():
        if below.__module__.split(".")[0] in ROOMS:
            yield below
        yield from all_forms(below)


TEMPLATES = sorted((HOUSE / "templates").rglob("*.html"))
INLINE = re.compile(
    r"\sstyle\s*=|<style\b|<script(?![^>]*\bsrc=)|\shx-on\b|\son[a-z]+\s*=|javascript:|\shx-vals\s*=\s*[\"']js:", re.IGNORECASE
)
FOREIGN = re.compile(r"(?:src|href|action|hx-get|hx-post)\s*=\s*[\"'](?:https?:)?//", re.IGNORECASE)


def test_no_template_holds_style_or_script_and_none_names_another_host() -> None:
    for template in TEMPLATES:
        text = template.read_text()
        if "emails" not in template.parts:  # a mail has no other place for its style
            assert not INLINE.search(text), f"{template.relative_to(HOUSE)}: {INLINE.search(text)}"
        assert not FOREIGN.search(text), f"{template.relative_to(HOUSE)}: {FOREIGN.search(text)}"


def test_templates_are_small_and_switch_no_escaping_off() -> None:
    for template in TEMPLATES:
        text = template.read_text()
        assert len(text.splitlines()) <= 120, template.relative_to(HOUSE)
        assert "|safe" not in text, template.relative_to(HOUSE)
        assert "autoescape off" not in text, template.relative_to(HOUSE)


def test_every_form_that_changes_something_carries_our_token() -> None:
    posting = re.compile(r"<form\b[^>]*method=[\"']post[\"'][^>]*>.*?</form>", re.IGNORECASE | re.DOTALL)
    for template in TEMPLATES:
        for form in posting.findall(template.read_text()):
            assert "csrf_token" in form, f"{template.relative_to(HOUSE)}: {form[:80]}"


def test_every_call_to_the_outside_has_an_end() -> None:
    """Calls that wait for another machine name their timeout; a mail's is in the settings."""
    waiting = {"urlopen", "create_connection", "HTTPConnection", "HTTPSConnection", "SMTP"}
    for name, tree in in_rooms():
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            called = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            if called in waiting:
                assert any(keyword.arg == "timeout" for keyword in call.keywords), f"{name}:{call.lineno} {called}"
    assert settings.EMAIL_TIMEOUT
    assert "statement_timeout" in settings.DATABASES["default"]["OPTIONS"]["options"]
