// In the preview: who is typing loses nothing when a file is saved. The page says that there is something new instead.
let isTyping = false;

document.addEventListener("input", (event) => {
  if (event.target.closest("form")) isTyping = true;
});
document.addEventListener("submit", () => {
  isTyping = false;
});
document.addEventListener("htmx:beforeOnLoad", (event) => {
  if (!isTyping || !event.detail.xhr.getResponseHeader("HX-Refresh")) return;
  event.preventDefault();
  document.querySelector("[data-lz-changed]")?.removeAttribute("hidden");
});
