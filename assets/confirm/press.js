/*
 * Ignores presses in the first 700 ms after the page appeared or got the focus, so that a click that was meant for
 * something under it cannot confirm. Main checks the first of the two again by its own clock.
 */
const quietMs = 700;
let readyAt = performance.now() + quietMs;
const wait = () => {
  readyAt = performance.now() + quietMs;
};
addEventListener('focus', wait);
addEventListener('pageshow', wait);
document.addEventListener('visibilitychange', wait);
document.addEventListener('submit', (event) => {
  if (!event.isTrusted || performance.now() < readyAt || !document.hasFocus()) event.preventDefault();
});
if (document.body.dataset.done === 'yes') setTimeout(() => window.close(), 600);
