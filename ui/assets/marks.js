// What the drawings share. Every text is set as text: none can be markup.
const span = (name, text = "", place = {}) => {
  const made = document.createElement("span");
  made.className = name;
  made.textContent = text;
  Object.assign(made.style, place);
  return made;
};

const percent = (share) => `${100 * share}%`;

// between two places, whichever comes first
const stretch = (one, other) => ({ left: percent(Math.min(one, other)), width: percent(Math.abs(other - one)) });

const paint = (root, data) => {
  root.setAttribute("aria-label", data.alt);
  for (const [name, color] of Object.entries(data.colors)) root.style.setProperty(`--${name}`, color);
};
