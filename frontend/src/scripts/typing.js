const CHOSEN = "[type=radio], [type=checkbox], [type=file], [type=submit]";

/** An answer of the server that comes while somebody types does not replace the field that is being typed in. */
export function keepWhatIsBeingTyped() {
  document.addEventListener("htmx:oobBeforeSwap", (event) => {
    const field = document.activeElement;
    if (!field?.matches("input, textarea") || field.matches(CHOSEN) || !field.value) return;
    const { target, fragment } = event.detail;
    if (target.contains(field) && fragment.querySelector(`#${CSS.escape(field.id)}`)) event.detail.shouldSwap = false;
  });
}
