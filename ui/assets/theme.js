// Tells the page when the system goes from light to dark or back: what it draws in colours is drawn for one of them.
// Streamlit has to notice first. Where it is slow to, the page is drawn for the old one again, and is told once more.
const LATER_MS = [300, 2000, 8000];
let isDrawnDark, draw;
let isNew = true;
let waiting = [];

export default function ({ data, setTriggerValue }) {
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  isDrawnDark = data.dark;
  draw = () => setTriggerValue("switched", dark.matches);
  const tell = () => {
    waiting.forEach(clearTimeout);
    // beyond this drawing's end, for the next one may be as wrong
    waiting = LATER_MS.map((later) => setTimeout(() => isDrawnDark !== dark.matches && draw(), later));
  };
  // it may have gone while the page was on its way
  if (isNew) tell();
  isNew = false;
  dark.addEventListener("change", tell);
  return () => dark.removeEventListener("change", tell);
}
