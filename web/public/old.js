/* For browsers that cannot read the page's modules. Plain ES5, and no framework. */
(function () {
  function tell() {
    var note = document.getElementById('waiting');
    note.textContent =
      "This device's browser is too old for the page of moodbox. Update it, or open this address on another device: it needs Safari 12, Chrome 69, Firefox 68 or newer.";
  }
  if (document.getElementById('waiting')) tell();
  else document.addEventListener('DOMContentLoaded', tell);
})();
