// One key for the one step that leads on; what is typed into a field is no key.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea")) return;
  document.querySelector(`button[data-key="${CSS.escape(event.key)}"]`)?.click();
});
