/** Elements made of text alone: nothing that came from a record is ever read as markup. */

export function element(tag, fields = {}, children = []) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(fields)) {
    if (name === "htmlFor" && tag === "output") made.setAttribute("for", value);
    else made[name] = value;
  }
  made.append(...children);
  return made;
}

/** Words of a text, in their own direction. */
export function told(tag, words, fields = {}) {
  return element(tag, { dir: "auto", ...fields }, [words]);
}
