// After a part of a page was swapped: the eye and the screen reader go to its heading, as after a new page.
document.addEventListener("htmx:after:swap", (event) => {
  const target = event.detail?.ctx?.target;
  if (target?.id !== "content" && !document.activeElement?.isConnected) return;
  const heading = document.querySelector("#content h1[tabindex]");
  if (target?.id !== "content" || !heading) return;
  heading.focus({ preventScroll: true });
  window.scrollTo({ top: 0 });
});
