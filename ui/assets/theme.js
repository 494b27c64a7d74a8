// Tells the page when the system goes from light to dark or back: what it draws in colours is drawn for one of them.
const LATER_MS = 300; // Streamlit has to notice first

export default function ({ setTriggerValue }) {
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  let waiting;
  const tell = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => setTriggerValue("switched", dark.matches), LATER_MS);
  };
  dark.addEventListener("change", tell);
  return () => {
    clearTimeout(waiting);
    dark.removeEventListener("change", tell);
  };
}
