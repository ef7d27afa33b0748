// Runs in the page of VS Code: reads what is on the screen, frame by frame.
globalThis.probe = (() => {
  const ghostSpans = '[class*="ghost-text-decoration"]';
  const plain = (text) => text.replaceAll('\u00a0', ' ').replaceAll('\u200c', '');

  // The suggestion as it is shown; empty if none is.
  const ghost = () => {
    const inLine = [...document.querySelectorAll(`.view-lines ${ghostSpans}`)];
    const leaves = inLine.filter((span) => !span.querySelector(ghostSpans));
    return plain(leaves.map((span) => span.textContent).join(''));
  };

  // The cursor's line, without the suggestion.
  const line = () => {
    const cursor = document.querySelector('.editor-instance .cursors-layer .cursor');
    const top = cursor && Math.round(cursor.getBoundingClientRect().top);
    const found = [...document.querySelectorAll('.editor-instance .view-line')].find(
      (candidate) => Math.abs(candidate.getBoundingClientRect().top - top) < 4,
    );
    const copy = found?.cloneNode(true);
    copy?.querySelectorAll(ghostSpans).forEach((span) => span.remove());
    return plain(copy?.textContent ?? '');
  };

  const status = () => document.querySelector('.statusbar-item[id*="lspCompletion.status"]')?.textContent?.trim() ?? '';
  const statuses = [];
  let frames;
  let key;

  const onFrame = () => {
    const now = status();
    if (now !== '' && now !== statuses.at(-1)) statuses.push(now);
    frames?.push(ghost());
    if (key?.pressedAt !== undefined && key.shownAt === undefined && line() !== key.line && ghost() !== '') {
      key.shownAt = performance.now();
    }
    requestAnimationFrame(onFrame);
  };
  requestAnimationFrame(onFrame);
  window.addEventListener(
    'keydown',
    () => {
      if (key && key.pressedAt === undefined) key.pressedAt = performance.now();
    },
    { capture: true },
  );

  return {
    ghost,
    line,
    statuses,
    // What was suggested in each frame from here on, until it is taken.
    watchFrames: () => {
      frames = [];
    },
    takeFrames: () => {
      const taken = frames;
      frames = undefined;
      return taken;
    },
    // The next key is measured: from its press to the first frame with its character and a suggestion behind it.
    expectKey: () => {
      key = { line: line() };
    },
    keyLatency: () => (key?.shownAt === undefined ? null : key.shownAt - key.pressedAt),
  };
})();
