// Tells the page when it was drawn in the colours of one theme and Streamlit shows the other: when the system goes from
// light to dark or back. Streamlit has to notice first, and on a busy computer a drawing may take longer than that.
const LATER_MS = [300, 1000, 3000, 8000, 20000, 45000];
let isDrawnDark, draw;
let isNew = true;
let waiting = [];

function isShownDark() {
  return getComputedStyle(document.querySelector("[data-testid=stApp]")).colorScheme.includes("dark");
}

export default function ({ data, setTriggerValue }) {
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  isDrawnDark = data.dark;
  draw = () => setTriggerValue("switched", isShownDark());
  const look = () => {
    waiting.forEach(clearTimeout);
    // more than once: the next drawing may be as wrong
    waiting = LATER_MS.map((later) => setTimeout(() => isDrawnDark !== isShownDark() && draw(), later));
  };
  // it may have gone while the page was on its way
  if (isNew) look();
  isNew = false;
  dark.addEventListener("change", look);
  return () => dark.removeEventListener("change", look);
}
