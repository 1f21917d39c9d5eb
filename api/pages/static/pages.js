// After a part of a page was swapped: the eye and the screen reader go to its heading, as after a new page.
document.addEventListener("htmx:after:swap", (event) => {
  if (event.detail?.ctx?.target?.id !== "content") return;
  document.querySelector("#content h1[tabindex]")?.focus({ preventScroll: true });
  window.scrollTo({ top: 0, behavior: "instant" });
});
