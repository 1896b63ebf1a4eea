// Sorting and filtering of the students; everything is there without it.
"use strict";
const table = document.querySelector("#students-table");
if (table) {
  const body = table.tBodies[0], rows = [...body.rows], status = document.querySelector("#students-count");
  const tools = document.querySelector("#students-tools"), input = tools.querySelector("input");
  tools.hidden = false;
  const show = () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const row of rows) {
      const text = row.textContent.toLowerCase();
      row.hidden = !words.every(word => text.includes(word));
      count += !row.hidden;
    }
    status.textContent = `${count} of ${rows.length} students`;
  };
  input.addEventListener("input", show);
  for (const [place, head] of [...table.tHead.rows[0].cells].entries()) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const rising = head.getAttribute("aria-sort") !== "ascending";
      for (const other of head.parentElement.cells) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", rising ? "ascending" : "descending");
      const key = row => row.cells[place].dataset.value ?? row.cells[place].textContent;
      rows.sort((a, b) => (rising ? 1 : -1) * key(a).localeCompare(key(b), undefined, {numeric: true}));
      body.append(...rows);
    });
  }
  show();
}
