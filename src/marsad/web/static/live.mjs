// Says when documents came in since this page was opened, and how far an ingest is while it runs. It never reloads by itself: somebody may be reading or typing.
const bar = document.getElementById("news");
const source = bar && new EventSource("/live");
let first = null;

source?.addEventListener("record", (event) => {
  const state = JSON.parse(event.data);
  first ??= state;
  const came = state.documents - first.documents;
  if (!came && state.version === first.version) return;
  bar.querySelector("span").textContent = came
    ? `${came} new document${came === 1 ? "" : "s"} since this page was opened.`
    : "The record was brought up to date since this page was opened.";
  bar.hidden = false;
});
source?.addEventListener("work", (event) => {
  const line = document.getElementById("work");
  line.textContent = JSON.parse(event.data);
  line.hidden = !line.textContent;
});
source?.addEventListener("error", () => { document.getElementById("work").hidden = true; });
addEventListener("pagehide", () => source?.close());
