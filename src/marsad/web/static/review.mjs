// One key for each decision, on the claim that is chosen. Every key presses a button or follows a link of the page.
const items = [...document.querySelectorAll(".desk > .item")];
const waiting = items.findIndex((item) => !item.classList.contains("decided"));
const named = items.findIndex((item) => `#${item.id}` === location.hash);
let chosen = Math.max(0, named >= 0 ? named : waiting);

function choose(index) {
  chosen = Math.min(Math.max(index, 0), items.length - 1);
  for (const [at, item] of items.entries()) item.classList.toggle("chosen", at === chosen);
  items[chosen]?.focus({ preventScroll: true });
  items[chosen]?.scrollIntoView({ block: "nearest" });
}

function press(key) {
  const inside = items[chosen]?.querySelectorAll(`[data-key="${key}"]`) ?? [];
  const target = [...inside].pop() ?? document.querySelector(`[data-key="${key}"]:not(.item [data-key])`);
  if (!target) return false;
  if (target.tagName === "SUMMARY") {
    target.parentElement.open = true;
    target.parentElement.querySelector("input:not([type=hidden]), select")?.focus();
  } else if (key === "s") {
    target.form.elements.other.focus();
  } else {
    target.click();
  }
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea")) return;
  if (event.key === "j" || event.key === "k") choose(chosen + (event.key === "j" ? 1 : -1));
  else if (!press(event.shiftKey ? `Shift+${event.key}` : event.key)) return;
  event.preventDefault();
});

for (const [at, item] of items.entries()) item.addEventListener("click", () => choose(at));
choose(chosen);
