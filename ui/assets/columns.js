// Draws what ui/columns.py hands over.
const panelOf = (panel, press) => {
  const column = ([listed, others, said, code]) => {
    const made = span("column");
    made.title = said;
    if (code) {
      made.classList.add("pressable");
      made.onclick = () => press(code);
    }
    made.append(
      span("listed", "", { height: percent(listed) }),
      panel.is_stacked ? span("others", "", { height: percent(others) }) : span("mark", "", { bottom: percent(others) }),
    );
    return made;
  };
  const tick = ([place, text]) => [
    span("rule", "", { bottom: percent(place) }),
    span("number", text, { bottom: percent(place) }),
  ];
  const [made, head, plot, columns, labels] = ["panel", "head", "plot", "row", "labels"].map((name) => span(name));
  head.append(span("title", panel.title), span("note", panel.note));
  columns.append(...panel.columns.map(column));
  plot.append(...panel.ticks.flatMap(tick), columns);
  labels.append(...panel.labels.map(([place, text]) => span("label", text, { left: percent(place) })));
  made.style.flexGrow = panel.size;
  made.append(...(panel.title ? [head] : []), plot, ...(panel.labels.length ? [labels] : []));
  return made;
};

export default function ({ parentElement, data, setTriggerValue }) {
  const root = parentElement.querySelector(".columns");
  paint(root, data);
  root.style.height = `${data.height}px`;
  const press = (code) => setTriggerValue("picked", code);
  root.replaceChildren(...data.panels.map((panel) => panelOf(panel, press)));
}
