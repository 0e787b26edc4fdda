/** Questions of the map to its own site, each answer kept in this page's memory until the record changes. */

const MOST_KEPT = 240;
const kept = new Map();

/** The answer as an object; a question that was asked before is not sent again. */
export function ask(path, pairs, signal) {
  const question = new URLSearchParams(pairs.filter(([, value]) => value !== null && value !== ""));
  const address = `/api/v1/map/${path}?${question}`;
  if (!kept.has(address)) {
    const answer = send(address, signal);
    kept.set(address, answer);
    answer.catch(() => kept.delete(address));
    if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value);
  }
  return kept.get(address);
}

/** Forget all: the record is another one. */
export function forget() {
  kept.clear();
}

async function send(address, signal) {
  const answer = await fetch(address, { signal, headers: { accept: "application/json" } });
  if (!answer.ok) throw new Error(`${answer.status} of ${address}`);
  return answer.json();
}
