// Preload: makes standard error look like a terminal, so that the progress bar redraws ten times a
// second.
Object.defineProperty(process.stderr, "isTTY", { value: true });
