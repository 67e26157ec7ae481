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

function send(field) {
  const form = field.closest("form");
  const progress = field.querySelector(".lz-files__progress");
  const data = new FormData(form);
  data.append("lz-upload", field.dataset.lzFiles);
  const request = new XMLHttpRequest();
  request.open("POST", form.getAttribute("action") || location.href);
  request.responseType = "document";
  request.upload.addEventListener("progress", ({ loaded, total }) => {
    progress.textContent = `${progress.dataset.working} ${Math.round((loaded / total) * 100)} %`;
  });
  request.addEventListener("load", () => {
    const answer = request.response?.getElementById(field.id);
    if (!answer) return fail(field, progress);
    field.replaceWith(document.adoptNode(answer));
    answer.querySelector("input[type=file], [tabindex]")?.focus();
  });
  request.addEventListener("error", () => fail(field, progress));
  progress.textContent = progress.dataset.working;
  request.send(data);
}

function fail(field, progress) {
  progress.textContent = progress.dataset.failed;
  field.querySelector("input[type=file]").value = "";
}
