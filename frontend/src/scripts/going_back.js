/**
 * Back to a page that answered what was sent (a refused form) shows the page; it sends nothing again, and asks nothing.
 * Every address of a form that one can be sent back from leads to its page when it is only opened.
 */
export function goBackWithoutSendingAgain() {
  if (document.documentElement.hasAttribute("data-lz-posted")) history.replaceState(history.state, "", location.href);
}
