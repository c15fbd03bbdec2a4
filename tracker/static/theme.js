// Light or dark follows the system. In the head, so that no page flashes in the wrong one.
(function () {
  "use strict";
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  function follow() {
    document.documentElement.setAttribute("data-bs-theme", dark.matches ? "dark" : "light");
  }
  dark.addEventListener("change", follow);
  follow();
})();
