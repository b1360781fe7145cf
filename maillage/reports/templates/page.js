"use strict";
// Sorting and searching, as a convenience: without this script the page lacks nothing else.
const french = document.documentElement.lang === "fr";
const value = (cell, numeric) => {
  const time = cell.querySelector("time");
  if (time) return time.dateTime;
  const text = cell.textContent.trim().replace("−", "-");
  if (!numeric) return text;
  const number = parseFloat(french ? text.replace(/[^\d,-]/g, "").replace(",", ".") : text.replace(/[^\d.-]/g, ""));
  return Number.isNaN(number) ? -Infinity : number;
};
const order = (a, b) => (typeof a === "number" ? a - b : a.localeCompare(b, french ? "fr" : "en"));
for (const table of document.querySelectorAll(".part table")) {
  const body = table.tBodies[0];
  if (!body || body.rows.length < 2) continue;
  const headers = [...table.tHead.rows[0].cells];
  headers.forEach((header, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...header.childNodes);
    header.append(button);
    button.addEventListener("click", () => {
      const first = header.classList.contains("n") ? "descending" : "ascending";
      const other = first === "ascending" ? "descending" : "ascending";
      const now = header.getAttribute("aria-sort") === first ? other : first;
      headers.forEach((one) => one.removeAttribute("aria-sort"));
      header.setAttribute("aria-sort", now);
      const sign = now === "ascending" ? 1 : -1;
      const rows = [...body.rows].map((row) => [value(row.cells[column], header.classList.contains("n")), row]);
      rows.sort((a, b) => sign * order(a[0], b[0]));
      body.append(...rows.map((pair) => pair[1]));
    });
  });
  if (body.rows.length < 25) continue;
  const search = document.createElement("input");
  search.type = "search";
  search.className = "filter";
  search.placeholder = search.ariaLabel = document.body.dataset.filter;
  search.addEventListener("input", () => {
    const wanted = search.value.toLowerCase();
    for (const row of body.rows) row.hidden = !row.textContent.toLowerCase().includes(wanted);
  });
  table.closest(".scroll").before(search);
}
