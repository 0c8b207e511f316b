"""How a migration makes or changes many tables: all in one step, since every step of a migration draws all models anew."""

from __future__ import annotations

from typing import Any

from django.db.migrations import AddConstraint, AddField, AddIndex, CreateModel, SeparateDatabaseAndState
from django.db.migrations.operations.base import Operation


class CreateTables(SeparateDatabaseAndState):
    """The models, one after the other, and then the triggers in their `options["triggers"]`.

    A hundred models in steps of their own take ten times as long.
    """

    def __init__(self, models: list[CreateModel]) -> None:
        super().__init__(state_operations=models)
        self.models = models

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return type(self).__name__, [self.models], {}

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Lets go of the drawn models first: they are drawn once when the tables are made, not at each model that is added."""
        vars(state).pop("apps", None)
        super().state_forwards(app_label, state)

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for model in self.models:
            model.database_forwards(app_label, schema_editor, from_state, to_state)
        for trigger in self.triggers(app_label, to_state):
            schema_editor.execute(trigger.install_sql, params=None)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for trigger in self.triggers(app_label, from_state):
            schema_editor.execute(trigger.uninstall_sql, params=None)
        for model in reversed(self.models):
            model.database_backwards(app_label, schema_editor, from_state, to_state)

    def triggers(self, app_label: str, state: Any) -> list[Any]:
        models = [state.models[app_label, model.name_lower] for model in self.models]
        return [trigger for model in models for trigger in model.options.get("triggers", ())]

    def describe(self) -> str:
        return "Create all tables of the app"


class ChangeTables(SeparateDatabaseAndState):
    """Many usual steps, each of which needs to know only how the models are before them all and after.

    A table that is made among them is made as it is after all of them: with its fields, constraints and indexes.
    """

    def __init__(self, operations: list[Operation]) -> None:
        super().__init__(state_operations=operations)
        self.operations = operations

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return type(self).__name__, [self.operations], {}

    def state_forwards(self, app_label: str, state: Any) -> None:
        vars(state).pop("apps", None)
        super().state_forwards(app_label, state)

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for operation in self.steps():
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for operation in reversed(self.steps()):
            if self.is_of_a_new_table(operation):
                continue  # it goes with its table
            # What was added is taken away from the tables as they are with it, not as they are after all of it is gone.
            without = from_state if isinstance(operation, AddConstraint | AddIndex) else to_state
            operation.database_backwards(app_label, schema_editor, from_state, without)

    def steps(self) -> list[Operation]:
        """Without what comes with a table that is made here."""
        comes = (AddConstraint, AddIndex, AddField)
        return [one for one in self.operations if not (isinstance(one, comes) and self.is_of_a_new_table(one))]

    def is_of_a_new_table(self, operation: Operation) -> bool:
        made = {one.name_lower for one in self.operations if isinstance(one, CreateModel)}
        return str(getattr(operation, "model_name", "")).lower() in made

    def describe(self) -> str:
        return f"Make {len(self.operations)} changes in one step"
