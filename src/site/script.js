/* made by storyline publish */
"use strict";
document.addEventListener("keydown", function (event) {
  if (event.defaultPrevented || event.repeat || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  var rel = event.key === "ArrowLeft" ? "prev" : event.key === "ArrowRight" ? "next" : "";
  var on = event.target;
  if (!rel || on instanceof Element && on.closest("input, textarea, select, .box, [contenteditable]")) return;
  var link = document.querySelector("a[rel=" + rel + "]");
  if (link) {
    event.preventDefault();
    link.click();
  }
});
