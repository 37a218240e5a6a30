/** Preact calls it, and Safari 12.0 and Chrome 70 do not have it. */
if (typeof queueMicrotask === 'undefined') window.queueMicrotask = (task) => void Promise.resolve().then(task);
