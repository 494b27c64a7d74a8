// Draws what ui/weekly_bars.py hands over.
const weekly = (panel) => {
  const up = (count) => ({ height: percent(count / panel.end) });
  const week = ([listed, others, said]) => {
    const made = span("week");
    made.title = said;
    made.append(span("listed", "", up(listed)), span("others", "", up(others)));
    return made;
  };
  const tick = (count) => [
    span("rule", "", { bottom: percent(count / panel.end) }),
    span("number", String(count), { bottom: percent(count / panel.end) }),
  ];
  const [made, head, plot, bars] = ["panel", "head", "plot", "bars"].map((name) => span(name));
  head.append(span("title", panel.title), span("note", panel.note));
  bars.append(...panel.weeks.map(week));
  plot.append(...panel.ticks.flatMap(tick), bars);
  made.append(head, plot);
  return made;
};

export default function ({ parentElement, data }) {
  const root = parentElement.querySelector(".weekly");
  const dates = span("dates");
  paint(root, data);
  root.style.height = `${data.height}px`;
  dates.append(...data.dates.map(([place, text]) => span("date", text, { left: percent(place) })));
  root.replaceChildren(...data.panels.map(weekly), dates);
}
