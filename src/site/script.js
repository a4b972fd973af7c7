/* made by storyline publish */
"use strict";
document.addEventListener("keydown", function (event) {
  if (event.defaultPrevented || event.repeat || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  var way = event.key === "ArrowLeft" ? "back" : event.key === "ArrowRight" ? "on" : "";
  var on = event.target;
  if (!way || on instanceof Element && on.closest("input, textarea, select, .box, [contenteditable]")) return;
  var link = document.querySelector("a." + way);
  if (link) {
    event.preventDefault();
    link.click();
  }
});
