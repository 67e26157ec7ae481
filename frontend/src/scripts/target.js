/** Opens the accordion that an address or a link points into. */
export function openTheTarget() {
  const open = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const box = target && target.closest("details");
    if (box) box.open = true;
  };
  window.addEventListener("hashchange", open);
  open();
}
