// A file goes up as soon as it is chosen or dropped, with its progress in words. The same request as without scripts;
// of the answer only the field itself is taken, so that nothing else on the page is lost.
const FIELD = "[data-lz-files]";

export function uploadAtOnce() {
  document.addEventListener("change", (event) => {
    const field = event.target.matches("input[type=file]") && event.target.closest(FIELD);
    if (field && event.target.files.length) send(field);
  });
  for (const name of ["dragover", "dragleave", "drop"]) document.addEventListener(name, drag);
}

function drag(event) {
  const field = event.target.closest?.(FIELD);
  const input = field?.querySelector("input[type=file]");
  if (!input || !event.dataTransfer?.types.includes("Files")) return;
  event.preventDefault();
  field.classList.toggle("lz-files--over", event.type === "dragover");
  if (event.type !== "drop" || !event.dataTransfer.files.length) return;
  input.files = event.dataTransfer.files;
  send(field);
}

// What is chosen while something is on its way waits for its turn: each answer replaces the field.
const waiting = new Map();

function send(field) {
  const name = field.dataset.lzFiles;
  if (waiting.has(name)) {
    waiting.get(name).push(...field.querySelector("input[type=file]").files);
    return;
  }
  waiting.set(name, []);
  const form = field.closest("form");
  const progress = field.querySelector(".lz-files__progress");
  const data = new FormData(form);
  data.append("lz-upload", name);
  const request = new XMLHttpRequest();
  request.open("POST", form.getAttribute("action") || location.href);
  request.responseType = "document";
  request.upload.addEventListener("progress", ({ loaded, total }) => {
    progress.textContent = `${progress.dataset.working} ${Math.round((loaded / total) * 100)} %`;
  });
  request.addEventListener("load", () => {
    const answer = request.response?.getElementById(field.id);
    const next = take(name);
    if (!answer) return fail(field, progress);
    field.replaceWith(document.adoptNode(answer));
    const input = answer.querySelector("input[type=file]");
    (input ?? answer.querySelector("[tabindex]"))?.focus();
    if (input && next.length) {
      input.files = filesOf(next);
      send(answer);
    }
  });
  for (const trouble of ["error", "abort"]) {
    request.addEventListener(trouble, () => {
      take(name);
      fail(field, progress);
    });
  }
  progress.textContent = progress.dataset.working;
  request.send(data);
}

function take(name) {
  const files = waiting.get(name) ?? [];
  waiting.delete(name);
  return files;
}

function filesOf(files) {
  const transfer = new DataTransfer();
  for (const file of files) transfer.items.add(file);
  return transfer.files;
}

function fail(field, progress) {
  progress.textContent = progress.dataset.failed;
  field.querySelector("input[type=file]").value = "";
}
