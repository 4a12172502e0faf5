import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inProject } from '../setup/paths.mjs';
import { oneFailure, onePass } from './tally.mjs';

const KINDS = ['secrets', 'kept', 'control', 'ipc', 'output', 'dom'];
/** Hashed, not encrypted, so they are known by their form; shown in the window once, hence looked for on disk only. */
const TOKEN = /spideriq_pat_[0-9A-Za-z]{32}|key_[0-9A-Za-z]{24}:secret_[0-9A-Za-z]{40}/;
/** Recorded prompts are encrypted on disk, and shown in the window on purpose. */
const CONTENT = /^req_/;

/** A folder with this file holds a secret because its test put it there, to see that it is found. */
const ON_PURPOSE = 'planted-on-purpose';
/** V8's copy of the tests' own source. */
const NOT_DATA = /[\\/]compiled[\\/]/;

/** What the tests of a step leave behind for sure. Where one of these is missing, the scan has not seen what it should. */
const PLACES = {
  contract: {
    databases: /^kept.+spidergate\.db$/,
    'write-ahead logs': /^kept.+\.db-wal$/,
    'request journals': /^kept.+log-journal.+\.jsonl$/,
    'log files': /^kept.+logs.+\.log$/,
    backups: /^kept.+\.age$/,
    'what a restore replaced': /^kept.+-before-restore\.db$/,
    "the Control API's answers": /^control.[1-9]/,
  },
  e2e: {
    databases: /^kept.+spidergate\.db$/,
    'write-ahead logs': /^kept.+\.db-wal$/,
    "the window's settings": /^kept.+window\.json$/,
    "Chromium's files": /^kept.+data.window./,
    'exported configurations': /^kept.+spidergate\.json$/,
    'what went to the window': /^ipc.[1-9]/,
    'what was printed': /^output.[1-9]/,
    'pages behind pictures': /^dom.[1-9]/,
    "the Control API's answers": /^control.[1-9]/,
  },
};

/** @typedef {{where: string, what: string}} Finding */

/** A place where a test run leaves behind what is scanned, and the environment that makes it do so. */
export function openScan() {
  const folder = mkdtempSync(path.join(tmpdir(), 'sgscan-'));
  for (const kind of KINDS) mkdirSync(path.join(folder, kind));
  const hook = inProject('test', 'marked', 'watch.cjs');
  const options = [process.env.NODE_OPTIONS, `--require=${JSON.stringify(hook)}`].filter(Boolean).join(' ');
  return {
    folder,
    env: { NODE_OPTIONS: options, SPIDERGATE_SCAN_DIR: folder },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/**
 * Counts as one test; says where something was found, never what.
 * @param {readonly string[]} steps which have run
 */
export function reportScan(folder, steps) {
  const started = Date.now();
  plant(folder);
  const { findings, secrets, bytes, files } = scan(folder);
  const isPlanted = ({ where }) => where.includes(PLANTED);
  const real = findings.filter((finding) => !isPlanted(finding));
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  const looked = `${secrets} secrets in ${(bytes / 2 ** 20).toFixed(0)} MiB, ${seconds} s`;
  // Without it, a scan that looks at nothing would be green for ever.
  if (findings.filter(isPlanted).length !== KINDS.length - 1) {
    process.stdout.write(`FAIL secrets: what was planted was not found (${looked})\n`);
    return oneFailure;
  }
  const missing = missingPlaces(files, steps);
  for (const what of missing) process.stdout.write(`     ${what}: none was there to look at\n`);
  for (const { where, what } of real) process.stdout.write(`     ${where}: ${what}\n`);
  const isClean = real.length === 0 && missing.length === 0;
  process.stdout.write(`${isClean ? 'ok  ' : 'FAIL'} secrets (${looked})\n`);
  return isClean ? onePass : oneFailure;
}

/** @returns {readonly string[]} */
export function missingPlaces(files, steps) {
  return steps.flatMap((step) =>
    Object.entries(PLACES[step] ?? {})
      .filter(([, form]) => !files.some((file) => form.test(file)))
      .map(([what]) => `${step}, ${what}`),
  );
}

const PLANTED = '0-planted';

function plant(folder) {
  const secret = `planted-${crypto.randomUUID()}`;
  const line = JSON.stringify({ context: 'planted', secret: Buffer.from(secret).toString('base64') });
  writeFileSync(path.join(folder, 'secrets', PLANTED), `${line}\n`);
  for (const kind of KINDS.slice(1)) writeFileSync(path.join(folder, kind, PLANTED), `a ${secret}, hidden`);
}

/** @returns {{findings: readonly Finding[], secrets: number, bytes: number, files: readonly string[]}} */
export function scan(folder) {
  const groups = readSecrets(path.join(folder, 'secrets'));
  const findings = [];
  const files = [];
  let bytes = 0;
  for (const kind of KINDS.slice(1)) {
    for (const file of filesBelow(path.join(folder, kind))) {
      const where = path.relative(folder, file);
      const content = readFileSync(file, 'latin1');
      if (content !== '') files.push(where);
      bytes += content.length;
      const group = path.relative(path.join(folder, kind), file).split('-')[0];
      const what = findSecret(content, groups.get(group) ?? [], kind);
      if (what !== null) findings.push({ where, what });
    }
  }
  const secrets = [...groups.values()].reduce((sum, list) => sum + list.length, 0);
  return { findings, secrets, bytes, files };
}

/** The context of the secret that `content` holds, in whatever spelling; `null`: none. */
function findSecret(content, secrets, kind) {
  if (kind === 'kept') {
    if (TOKEN.test(content)) return 'a token or client credential';
  }
  const shown = kind === 'kept' ? secrets : secrets.filter(({ context }) => !CONTENT.test(context));
  const found = shown.find(({ spellings }) => spellings.some((spelling) => content.includes(spelling)));
  return found ? `what was sealed as "${found.context}"` : null;
}

/** Group → what was noted there. */
function readSecrets(folder) {
  const groups = new Map();
  for (const name of readdirSync(folder)) {
    const group = name.split('-')[0];
    const lines = readFileSync(path.join(folder, name), 'utf8').split('\n').filter(Boolean);
    const known = groups.get(group) ?? new Map();
    groups.set(group, known);
    for (const line of lines) {
      const { context, secret } = JSON.parse(line);
      for (const bytes of partsOf(Buffer.from(secret, 'base64'))) {
        known.set(bytes.toString('base64'), { context, spellings: spell(bytes) });
      }
    }
  }
  return new Map([...groups].map(([group, known]) => [group, [...known.values()]]));
}

/** The whole, and what is secret inside where it is JSON: one of its parts could leak by itself. */
function partsOf(bytes) {
  const parts = [bytes];
  try {
    JSON.parse(bytes.toString('utf8'), (name, value) => {
      if (typeof value === 'string' && value.length >= 8 && /secret|token|key|code|pass/i.test(name))
        parts.push(Buffer.from(value));
      return value;
    });
  } catch {
    // Not JSON.
  }
  return parts;
}

/** As bytes read as latin1: plain, base64, hex, escaped for JSON and for addresses, and as Windows writes text. */
function spell(bytes) {
  const text = bytes.toString('utf8');
  const spellings = [bytes.toString('latin1'), bytes.toString('hex'), ...[0, 1, 2].flatMap(encode(bytes))];
  if (Buffer.from(text).equals(bytes)) {
    spellings.push(
      Buffer.from(JSON.stringify(text).slice(1, -1)).toString('latin1'),
      encodeURIComponent(text),
    );
    spellings.push(Buffer.from(text, 'utf16le').toString('latin1'));
  }
  return [...new Set(spellings)];
}

/** Base64 with so many bytes before it; the characters that depend on what is around are left out. */
const encode = (bytes) => (before) => {
  const whole = Buffer.concat([Buffer.alloc(before), bytes]);
  const text = whole.toString('base64').replace(/=*$/, '');
  const inside = text.slice(Math.ceil((before * 4) / 3), whole.length % 3 === 0 ? undefined : -1);
  return [inside, inside.replaceAll('+', '-').replaceAll('/', '_')];
};

function filesBelow(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) =>
    entry.isFile() ? [path.join(entry.parentPath, entry.name)] : [],
  );
  const marked = files.filter((file) => path.basename(file) === ON_PURPOSE).map((file) => path.dirname(file));
  return files.filter(
    (file) => !NOT_DATA.test(file) && !marked.some((place) => file.startsWith(`${place}${path.sep}`)),
  );
}
