"""Workspace bundles: a folder, or zip, of CSV files read into an organization, undone again, and written from one.

The format is declared once, in `format.py`; what is read, checked, loaded and written is driven by it. The way in:

    reading.open_bundle(path) -> Bundle              a folder or zip that is safe to read, or Refused with a sentence
    staging.read_into(bundle_import, bundle, progress=…)    every row checked and staged, every fault a BundleFinding
    previewing.preview(bundle_import) -> Preview     per file: created, changed, same, refused; the first findings
    loading.load(bundle_import, by=…, now=…, strict=…, progress=…)      the good rows go in, in one transaction
    undoing.undo(bundle_import, by=…, now=…)         a whole import taken back, in one transaction

`progress(step, done, total)` is called with a short sentence and two counts. All but `open_bundle` want the organization's scope
open (`with in_organization(bundle_import.organization_id)`); `read_into` leaves the import in state `preview` (or `failed`, with
`error` set), `load` in `done` or `failed`, `undo` in `undone`. The way out: `exporting.py`.
"""
