// Hovering or focusing a claim marks its words, and the words their claims. Without this the same is done by links.
const segments = [...document.querySelectorAll("[data-claims]")];
const items = new Map([...document.querySelectorAll("[data-claim]")].map((item) => [item.dataset.claim, item]));

function light(claims, on) {
  const wanted = new Set(claims);
  for (const segment of segments) {
    if (segment.dataset.claims.split(" ").some((claim) => wanted.has(claim))) segment.classList.toggle("lit", on);
  }
  for (const claim of wanted) items.get(claim)?.classList.toggle("lit", on);
}

function link(element, claims) {
  for (const [enter, leave] of [["mouseenter", "mouseleave"], ["focusin", "focusout"]]) {
    element.addEventListener(enter, () => light(claims, true));
    element.addEventListener(leave, () => light(claims, false));
  }
}

for (const segment of segments) link(segment, segment.dataset.claims.split(" "));
for (const [claim, item] of items) link(item, [claim]);
