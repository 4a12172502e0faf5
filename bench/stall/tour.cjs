// Loaded into the app's main thread: leafs through the pages of its window as a person would, for as long as it is open.
const { appendFileSync } = require('node:fs');
const { setTimeout: sleep } = require('node:timers/promises');
const { isMainThread } = require('node:worker_threads');

const STEP_MS = 250;
const SCROLLS = 6;

const file = process.env.BENCH_TOUR_FILE;

/** These two run in the page. The first two pages, which show the log, come in between all the others. */
function goTo(visit) {
  const entries = document.querySelectorAll('nav button');
  const others = Math.max(1, entries.length - 2);
  const entry = entries[visit % 3 === 2 ? 2 + (Math.floor(visit / 3) % others) : visit % 3];
  entry?.click();
  return { page: entry?.textContent ?? null, entries: entries.length };
}

function scrollDown() {
  const tall = [...document.querySelectorAll('main, main *')].filter(
    (element) => element.scrollHeight > element.clientHeight + 40 && element.clientHeight > 100,
  );
  for (const element of tall) element.scrollTop = element.scrollHeight;
  return { rows: Number(document.querySelector('[role=grid]')?.getAttribute('aria-rowcount') ?? 0) };
}

async function visit(contents, index) {
  const inPage = (code, ...args) =>
    contents.executeJavaScript(`(${code})(${JSON.stringify(args).slice(1, -1)})`);
  const { page, entries } = await inPage(goTo, index);
  let rows = 0;
  for (let scroll = 0; scroll < SCROLLS; scroll++) {
    await sleep(STEP_MS);
    rows = Math.max(rows, (await inPage(scrollDown)).rows);
  }
  appendFileSync(file, `${JSON.stringify({ page, entries, rows, at: Date.now() })}\n`);
}

async function tour() {
  // Not there yet when this file is loaded.
  const { app, webContents } = require('electron');
  await app.whenReady();
  for (let index = 0; ; ) {
    await sleep(STEP_MS);
    const [contents] = webContents.getAllWebContents();
    if (!contents || contents.isDestroyed() || contents.isLoading()) continue;
    await visit(contents, index).catch(() => undefined);
    index += 1;
  }
}

if (file && isMainThread) setTimeout(tour, STEP_MS);
