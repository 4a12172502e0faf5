// Writes src/main/catalog/models.json: what is known about models, reduced from a data package of the npm registry.
// Run it by hand when the package has news: set name, version and integrity below, `npm run catalog`, read the diff.
// Nothing here runs when the program is built or started. Source and licence: decisions/0009-catalog-source.md.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inProject } from './setup/paths.mjs';

const source = {
  package: '@earendil-works/pi-ai',
  version: '1.5.2',
  integrity:
    'sha512-2tWPSnV3qzfiDIY3aWluBag3vC++Vs+VsXt/UquSU5onPMohPih72FUhIhaqmDdMYubOgB3Byl9uF4Vk40JLvQ==',
  license: 'MIT',
  repository: 'https://github.com/earendil-works/pi',
};

/** Our provider id → the package's file. */
const files = {
  groq: 'groq',
  cerebras: 'cerebras',
  mistral: 'mistral',
  openrouter: 'openrouter',
  nvidia: 'nvidia',
  google: 'google',
  together: 'together',
  fireworks: 'fireworks',
  huggingface: 'huggingface',
  cloudflare: 'cloudflare-workers-ai',
  zai: 'zai',
  moonshot: 'moonshotai',
  deepseek: 'deepseek',
  openai: 'openai',
  'openai-chatgpt': 'openai-codex',
  anthropic: 'anthropic',
  xai: 'xai',
};

/** The package knows text and images only; these take audio in chat completions as well. */
const takesAudio = [
  ['google', /^gemini-/],
  ['openrouter', /^~?google\/gemini-/],
  ['openai', /audio/],
  ['openrouter', /^openai\/.*audio/],
  ['mistral', /^voxtral-/],
];

function fetchPackage(folder) {
  execFileSync('npm', ['pack', `${source.package}@${source.version}`, '--silent'], {
    cwd: folder,
    shell: process.platform === 'win32',
  });
  const archive = readdirSync(folder).find((name) => name.endsWith('.tgz'));
  const found = `sha512-${createHash('sha512')
    .update(readFileSync(path.join(folder, archive)))
    .digest('base64')}`;
  if (found !== source.integrity) throw new Error(`${archive} is not what was reviewed: ${found}`);
  execFileSync('tar', ['-xzf', archive], { cwd: folder });
  return path.join(folder, 'package', 'dist', 'providers', 'data');
}

function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** Provider id → what its recurring free tier covers; trial credit is not a free tier. */
function readFreeTiers() {
  const { providers } = readJson(inProject('src', 'main', 'providers', 'providers.json'));
  const recurring = providers.filter(({ freeTier }) => freeTier.kind === 'recurring');
  return new Map(
    recurring.map(({ id, freeTier: { limits, notFree = [] } }) => [
      id,
      (model) => !notFree.includes(model) && limits.some((limit) => fits(limit.model, model)),
    ]),
  );
}

function fits(pattern, model) {
  if (pattern.startsWith(':')) return model.endsWith(pattern);
  const [start, end] = pattern.split('*');
  return end === undefined ? model === pattern : model.startsWith(start) && model.endsWith(end);
}

function tierOf(provider, { id, cost }, freeTiers) {
  if (provider === 'openai-chatgpt') return 'subscription';
  if (freeTiers.get(provider)?.(id)) return 'free';
  return cost.input > 0 || cost.output > 0 ? 'paid' : null;
}

/** A price of nothing is believed only where a free tier says so; elsewhere it means that nobody wrote one down. */
function priceOf({ cost }, tier) {
  const isPriced = cost.input > 0 || cost.output > 0;
  if (!isPriced && tier !== 'free') return [null, null, null];
  return [round(cost.input), round(cost.output), cost.cacheRead > 0 ? round(cost.cacheRead) : null];
}

/** What the package prices apart; nothing where there is nothing, so that most lines stay short. */
function partsOf({ cost }) {
  const tiers = (cost.tiers ?? []).map(({ inputTokensAbove, input, output, cacheRead, cacheWrite }) => ({
    above: inputTokensAbove,
    input: round(input),
    output: round(output),
    ...(cacheRead > 0 ? { cached: round(cacheRead) } : {}),
    ...(cacheWrite > 0 ? { cacheWrite: round(cacheWrite) } : {}),
  }));
  const parts = {
    ...(cost.cacheWrite > 0 ? { cacheWrite: round(cost.cacheWrite) } : {}),
    ...(tiers.length > 0 ? { tiers } : {}),
  };
  return Object.keys(parts).length > 0 ? [parts] : [];
}

function round(usd) {
  return Number(usd.toFixed(6));
}

/** Every chat model of the package takes tools (its README says so) and JSON. */
function capabilitiesOf(provider, { id, input, reasoning }) {
  const hasAudio = takesAudio.some(([owner, pattern]) => owner === provider && pattern.test(id));
  return [
    'tools',
    'json',
    ...(input.includes('image') ? ['vision'] : []),
    ...(hasAudio ? ['audio'] : []),
    ...(reasoning ? ['reasoning'] : []),
  ].join(' ');
}

function readRows(provider, folder, freeTiers) {
  const groups = readJson(path.join(folder, `${files[provider]}.json`));
  const models = Object.values(groups).flatMap((group) => Object.values(group));
  const chat = new Map(models.filter(({ type }) => type === 'chat').map((model) => [model.id, model]));
  return [...chat.values()]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map((model) => {
      const tier = tierOf(provider, model, freeTiers);
      const { contextWindow = null, maxTokens = null } = model;
      const capabilities = capabilitiesOf(provider, model);
      const price = priceOf(model, tier);
      const parts = price[0] === null ? [] : partsOf(model);
      return [provider, model.id, contextWindow, maxTokens, ...price, capabilities, tier, ...parts];
    });
}

const folder = mkdtempSync(path.join(tmpdir(), 'spidergate-catalog-'));
try {
  const data = fetchPackage(folder);
  const freeTiers = readFreeTiers();
  const { generatedAt } = readJson(path.join(data, '.manifest.json'));
  const rows = Object.keys(files).flatMap((provider) => readRows(provider, data, freeTiers));
  const head = {
    about: 'Reduced by scripts/build-catalog.mjs. Do not edit: what we know better is in own-models.json.',
    source: { ...source, generatedAt },
    columns: [
      'provider',
      'model',
      'context window',
      'max output tokens',
      'USD per million input',
      'USD per million output',
      'USD per million cached input',
      'capabilities',
      'tier',
      'USD per million of parts and tiers, where there are any',
    ],
  };
  const lines = rows.map((row) => `    ${JSON.stringify(row)}`).join(',\n');
  const file = inProject('src', 'main', 'catalog', 'models.json');
  writeFileSync(file, `${JSON.stringify(head, null, 2).slice(0, -2)},\n  "models": [\n${lines}\n  ]\n}\n`);
  console.log(`${rows.length} models of ${Object.keys(files).length} providers, ${source.version}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
