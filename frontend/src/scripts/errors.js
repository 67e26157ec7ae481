/** Moves the focus to the error summary, so that a screen reader begins with what is wrong. */
export function moveToErrors() {
  const summary = document.querySelector(".lz-errors");
  if (summary) summary.focus();
  // A link to a group's first choice focuses it; the browser alone would only scroll.
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".lz-errors a[href^='#']");
    const field = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!field) return;
    event.preventDefault();
    const control = field.matches("input,select,textarea,button") ? field : field.querySelector("input,select,textarea") ?? field;
    (control.closest(".kern-form-input,.kern-fieldset,.kern-form-check") ?? control).scrollIntoView({ block: "start" });
    control.focus({ preventScroll: true });
  });
}
