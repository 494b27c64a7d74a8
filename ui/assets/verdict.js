// Draws what ui/verdict_charts.py hands over: places are shares of the width, heights shares of the peak.
const figure = (part, name, marks) => {
  const made = document.createElement("div");
  const plot = span(`plot ${name}`);
  plot.append(...marks);
  made.append(span("title", part.title), plot);
  return made;
};

// a label at the edge would be cut off if it stood in the middle of its mark
const label = (name, place, text) => {
  const side = place < 0.12 ? "first" : place > 0.88 ? "last" : "middle";
  return span(`label ${name} ${side}`, text, { left: percent(place) });
};

const counts = (part) => figure(part, "counts", [
  span("axis"),
  span("band", "", stretch(part.low, part.high)),
  span("reach", "", stretch(part.expected, part.observed)),
  span("expected", "", { left: percent(part.expected) }),
  span(`observed ${part.tier}`, "", { left: percent(part.observed) }),
  label("above", part.expected, part.expected_label),
  label("below", part.observed, part.observed_label),
  span("foot first", "0", { left: 0 }),
  span("foot last", part.end_label, { left: "100%" }),
]);

const area = (name, points) => {
  const made = document.createElementNS("http://www.w3.org/2000/svg", "polygon");
  made.setAttribute("class", name);
  made.setAttribute("points", points.map(([x, y]) => `${1000 * x},${100 * (1 - y)}`).join(" "));
  return made;
};

const multiple = (part) => {
  const curve = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  curve.setAttribute("viewBox", "0 0 1000 100");
  curve.setAttribute("preserveAspectRatio", "none");
  curve.append(area("below", part.below), area("beyond", part.beyond));
  return figure(part, "multiple", [
    curve,
    span("axis"),
    span("threshold", "", { left: percent(part.threshold) }),
    span("label top last", part.threshold_label, { left: percent(part.threshold) }),
    ...part.ticks.map(([place, text]) => span("foot middle", text, { left: percent(place) })),
  ]);
};

export default function ({ parentElement, data }) {
  const root = parentElement.querySelector(".verdict");
  paint(root, data);
  root.replaceChildren(...(data.counts ? [counts(data.counts)] : []), multiple(data.multiple));
}
