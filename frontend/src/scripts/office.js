// The office's keys. They work outside of fields only, `?` shows them, and one can switch them off (WCAG 2.1.4).
const SWITCH = "lz-keys";
const isTyping = (target) => target.closest("input:not([type=checkbox],[type=radio]),select,textarea,[contenteditable]");
const isOn = () => localStorage.getItem(SWITCH) !== "off";

for (const box of document.querySelectorAll("[data-lz-keys]")) {
  box.checked = isOn();
  box.addEventListener("change", () => localStorage.setItem(SWITCH, box.checked ? "on" : "off"));
}

document.addEventListener("keydown", (event) => {
  if (!isOn() || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  const door = document.querySelector(`[data-lz-key="${CSS.escape(event.key)}"]`);
  if (!door) return;
  event.preventDefault();
  if (door.matches("input,select,textarea")) door.focus();
  else if (door.matches("details")) {
    door.open = !door.open;
    door.querySelector("summary").focus();
  } else door.click();
});

// A menu that is a <details> closes by Escape and by a click beside it.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = event.target.closest("details.lz-profile[open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.lz-profile[open]")) if (!menu.contains(event.target)) menu.open = false;
});

// "Alle auswählen" above a list of boxes.
document.addEventListener("change", (event) => {
  const all = event.target.closest("[data-lz-all]");
  if (!all) return;
  for (const box of document.querySelectorAll(`input[type=checkbox][name="${CSS.escape(all.dataset.lzAll)}"]`)) box.checked = all.checked;
});
