const WAIT = 8000;

/** A second press on a submit button within eight seconds does nothing; the server would refuse it anyway. */
export function guardAgainstDoubleSending() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || form.hasAttribute("data-lz-again")) return;
    if (form.dataset.lzSent && Date.now() - Number(form.dataset.lzSent) < WAIT) {
      event.preventDefault();
      return;
    }
    form.dataset.lzSent = String(Date.now());
  });
  // Back from the next page, the form must work at once.
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-lz-sent]")) delete form.dataset.lzSent;
  });
}
