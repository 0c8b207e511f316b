/* Cells of the scorecard in a meeting: Tab and Enter go down the column. Without this file Tab goes from field to field all the same. */
(() => {
  "use strict";
  document.addEventListener("keydown", (event) => {
    const cell = event.target;
    if (!["Tab", "Enter"].includes(event.key) || event.altKey || event.ctrlKey || event.metaKey || !cell.matches?.("[data-down]")) return;
    const cells = [...document.querySelectorAll("[data-down]")].filter((each) => each.checkVisibility?.() ?? true);
    const next = cells[cells.indexOf(cell) + (event.shiftKey ? -1 : 1)];
    if (!next) return;
    event.preventDefault(); // leaving the cell sends what was typed into it
    next.focus();
    next.select();
  });
})();
