/* made by storyline publish */
"use strict";
(function () {
  var own = document.currentScript;
  var address = new URL("edition.txt", own.src).href;
  function look() {
    fetch(address, { cache: "no-store" })
      .then(function (answer) { return answer.ok ? answer.text() : own.dataset.edition; })
      .then(function (edition) { if (edition !== own.dataset.edition) location.reload(); })
      .catch(function () {});
  }
  setInterval(function () { if (!document.hidden) look(); }, 700);
  document.addEventListener("visibilitychange", look);
})();
