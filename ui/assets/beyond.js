// Draws what ui/beyond_rows.py hands over.
const line = (tag, name, plot, cells) => {
  const made = document.createElement(tag);
  const strip = span("plot");
  strip.append(...plot);
  made.className = `line ${name}`;
  made.append(strip, ...cells.map((text) => span("cell", text)));
  return made;
};

export default function ({ parentElement, data, setTriggerValue }) {
  const at = (value) => percent(value / data.end);
  const between = (one, other) => stretch(one / data.end, other / data.end);

  const buyer = (row) => {
    const name = span("name", row.name);
    name.dataset.glyph = row.glyph;
    const made = line("button", "buyer", [
      ...data.ticks.map((tick) => span("rule", "", { left: at(tick) })),
      span("band", "", between(row.low, row.high)),
      span("reach", "", between(row.expected, row.observed)),
      span("expected", "", { left: at(row.expected) }),
      span(`observed ${row.tier}`, "", { left: at(row.observed) }),
      name,
    ], row.cells);
    made.type = "button";
    made.setAttribute("aria-label", row.label);
    made.style.setProperty("--tier", row.color);
    made.onclick = () => setTriggerValue("picked", row.ref);
    return made;
  };

  const root = parentElement.querySelector(".beyond");
  paint(root, data);
  const numbers = data.ticks.map((tick) => span("number", String(tick), { left: at(tick) }));
  root.replaceChildren(line("div", "head", [], data.heads), ...data.rows.map(buyer), line("div", "foot", numbers, []));
}
