import type { MenuItemConstructorOptions } from 'electron';
import { expect, test } from 'vitest';
import {
  buildTrayMenu,
  chooseGlyph,
  type TrayActions,
  type TrayState,
} from '../../../src/main/desktop/tray-menu';
import type { AttentionItem } from '../../../src/shared/domain/attention';
import type { ProviderKey } from '../../../src/shared/domain/key';
import type { ProviderSummary } from '../../../src/shared/domain/provider';
import type { Status } from '../../../src/shared/domain/status';

const now = new Date(2026, 10, 22, 7, 30).getTime();

function makeStatus(
  change: {
    gateway?: Partial<Status['gateway']>;
    counts?: Partial<Status['counts']>;
    vault?: Partial<Status['vault']>;
  } = {},
): Status {
  return {
    version: '0.1.0',
    gateway: {
      url: 'http://127.0.0.1:7743',
      state: 'running',
      error: null,
      paused_until: null,
      ...change.gateway,
    },
    vault: {
      state: 'unlocked',
      protection: 'os_keychain',
      keychain_available: true,
      rekey: null,
      ...change.vault,
    },
    counts: {
      providers_configured: 1,
      keys: 1,
      damaged_keys: 0,
      agent_tokens: 0,
      void_tokens: 0,
      requests_today: 0,
      requests_running: 0,
      spent_today_usd: 0,
      cost_estimated_today: 0,
      cost_unknown_today: 0,
      saved_today_usd: 0,
      ...change.counts,
    },
    uptime_s: 1,
  };
}

function makeProvider(change: Partial<ProviderSummary> = {}): ProviderSummary {
  return {
    id: 'groq',
    name: 'Groq',
    kind: 'cloud',
    base_url: 'https://api.groq.test/v1',
    enabled: true,
    configured: true,
    health: 'healthy',
    custom: false,
    key_url: null,
    key_prefixes: [],
    connect: null,
    refused: null,
    needs: [],
    free_tier: null,
    free_tier_kind: null,
    free_tier_as_of: null,
    anonymous: false,
    terms: [],
    private_prompts: true,
    account_rule: null,
    key_count: 1,
    ...change,
  };
}

function makeKey(health: Partial<ProviderKey['health']>, provider = 'groq'): ProviderKey {
  return {
    id: `key-${Math.random()}`,
    provider_name: provider,
    key_label: 'work',
    masked: 'gsk_…x9f2',
    workspace_id: null,
    share_with_pool: true,
    account: 'work',
    priority: 0,
    enabled: true,
    daily_limit: null,
    minute_limit: null,
    spend_limit_amount: null,
    spend_limit_period: null,
    spend_limit_action: null,
    spend: null,
    fields: {},
    created_at: '2026-11-22T00:00:00Z',
    last_used_at: null,
    health: {
      status: 'healthy',
      consecutive_failures: 0,
      cooling_until: null,
      last_error_code: null,
      ...health,
    },
    quota: [],
    last_test: null,
    suggested_account: null,
  };
}

function makeState(change: Partial<TrayState> = {}): TrayState {
  return { status: makeStatus(), providers: [], keys: [], agentTokens: [], attention: [], now, ...change };
}

function recordActions() {
  const calls: string[] = [];
  const actions: TrayActions = {
    copyAddress: () => calls.push('copy'),
    openWindow: () => calls.push('open'),
    openPage: (page) => calls.push(`page ${page}`),
    pause: (minutes) => calls.push(`pause ${minutes}`),
    resume: () => calls.push('resume'),
    setProviderEnabled: (id, enabled) => calls.push(`${id}=${enabled}`),
    lockVault: () => calls.push('lock'),
    quit: () => calls.push('quit'),
  };
  return { calls, actions };
}

function flatten(items: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? flatten(item.submenu) : [])]);
}

function menuOf(change: Partial<TrayState>) {
  return new Map(
    flatten(buildTrayMenu(makeState(change), recordActions().actions)).map((item) => [item.id, item]),
  );
}

test('the first line says what is going on today', () => {
  const label = (status: Status) => menuOf({ status, providers: [makeProvider()] }).get('state')?.label;
  expect(label(makeStatus())).toBe('Running');
  expect(label(makeStatus({ counts: { requests_today: 1204, spent_today_usd: 0.3149 } }))).toBe(
    'Running · 1,204 requests today · $0.31',
  );
  const guessed = { requests_today: 2, spent_today_usd: 1, cost_estimated_today: 1 };
  expect(label(makeStatus({ counts: guessed }))).toBe('Running · 2 requests today · ~$1.00');
  expect(label(makeStatus({ counts: { requests_today: 1, spent_today_usd: 0.0001 } }))).toBe(
    'Running · 1 request today · < $0.01',
  );
  expect(label(makeStatus({ gateway: { state: 'paused' }, counts: { requests_today: 2 } }))).toBe(
    'Paused · 2 requests today · $0.00',
  );
});

test('the first line tells nothing configured from everything switched off; the demo is neither', () => {
  const label = (providers: readonly ProviderSummary[]) => menuOf({ providers }).get('state')?.label;
  expect(label([makeProvider({ kind: 'builtin' }), makeProvider({ configured: false })])).toBe(
    'Nothing configured',
  );
  expect(label([makeProvider({ enabled: false })])).toBe('All providers are off');
  expect(label([makeProvider({ enabled: false }), makeProvider()])).toBe('Running');
});

test('a port in use is said instead of an address that does not answer', () => {
  const menu = menuOf({ status: makeStatus({ gateway: { state: 'failed', error: 'Port 7743 is in use' } }) });
  expect(menu.get('state')?.label).toBe('Port 7743 is in use');
  expect(menu.has('copy-address')).toBe(false);
  expect(menu.has('pause')).toBe(false);
  expect(menu.has('quit')).toBe(true);
});

test('pause and resume take turns', () => {
  expect(menuOf({}).has('pause')).toBe(true);
  expect(menuOf({}).has('resume')).toBe(false);
  const paused = menuOf({ status: makeStatus({ gateway: { state: 'paused' } }) });
  expect(paused.has('pause')).toBe(false);
  expect(paused.has('resume')).toBe(true);
});

test('each configured provider has a box that shows its switch and its health', () => {
  const menu = menuOf({
    providers: [
      makeProvider(),
      makeProvider({ id: 'google', name: 'Google', health: 'unhealthy' }),
      makeProvider({ id: 'cerebras', name: 'Cerebras', configured: false, health: null, key_count: 0 }),
    ],
  });
  expect(menu.get('provider:groq')).toMatchObject({
    type: 'checkbox',
    checked: true,
    label: '● Groq · working',
  });
  expect(menu.get('provider:google')?.label).toBe('▲ Google · not answering');
  expect(menu.has('provider:cerebras')).toBe(false);
});

test('a provider that is off, and thereby no longer configured, can be switched on again', () => {
  const off = { enabled: false, configured: false } as const;
  const menu = menuOf({
    providers: [
      makeProvider(off),
      makeProvider({ ...off, id: 'ollama', kind: 'local', key_count: 0 }),
      makeProvider({ ...off, id: 'ovh', key_count: 0 }),
    ],
  });
  expect(menu.get('provider:groq')).toMatchObject({ checked: false, label: '○ Groq · off' });
  expect(menu.has('provider:ollama')).toBe(true);
  expect(menu.has('provider:ovh')).toBe(false);
});

test('the demo is no provider that anybody switches', () => {
  expect(
    menuOf({ providers: [makeProvider({ id: 'spidergate', kind: 'builtin', key_count: 0 })] }).has(
      'providers',
    ),
  ).toBe(false);
});

test('cooling is told with the time of the first key that is back, but only when none is free', () => {
  const soon = new Date(2026, 10, 22, 8, 0).toISOString();
  const later = new Date(2026, 10, 22, 9, 5).toISOString();
  const label = (keys: readonly ProviderKey[]) =>
    menuOf({ providers: [makeProvider()], keys }).get('provider:groq')?.label;
  expect(label([makeKey({ cooling_until: later }), makeKey({ cooling_until: soon })])).toBe(
    '◐ Groq · cooling, back 08:00',
  );
  expect(label([makeKey({ cooling_until: later }), makeKey({})])).toBe('● Groq · working');
  expect(label([makeKey({ cooling_until: new Date(now - 1).toISOString() })])).toBe('● Groq · working');
  expect(label([makeKey({ cooling_until: later }, 'google')])).toBe('● Groq · working');
});

test('a refused key is told as such while no other key of the provider serves', () => {
  const refused = makeKey({ status: 'unhealthy', last_error_code: 'unauthorized' });
  const label = (keys: readonly ProviderKey[]) =>
    menuOf({ providers: [makeProvider()], keys }).get('provider:groq')?.label;
  expect(label([refused])).toBe('▲ Groq · key was refused');
  expect(label([refused, makeKey({})])).toBe('● Groq · working');
  expect(label([makeKey({ last_error_code: 'payment_required' })])).toBe('▲ Groq · out of credit');
});

test('an ampersand in a name is shown, not taken for a shortcut', () => {
  expect(menuOf({ providers: [makeProvider({ name: 'R&D box' })] }).get('provider:groq')?.label).toBe(
    '● R&&D box · working',
  );
});

test('clicks reach their action with the state of the box', () => {
  const { calls, actions } = recordActions();
  const items = new Map(
    flatten(buildTrayMenu(makeState({ providers: [makeProvider()] }), actions)).map((item) => [
      item.id,
      item,
    ]),
  );
  const click = (id: string, checked = true) => {
    // Only the box's state is read from what Electron hands over.
    items.get(id)?.click?.({ checked } as Electron.MenuItem, undefined, {} as Electron.KeyboardEvent);
  };
  for (const id of ['copy-address', 'open', 'pause-15', 'pause-60', 'pause', 'new-token', 'settings', 'quit'])
    click(id);
  click('provider:groq', false);
  expect(calls).toEqual([
    'copy',
    'open',
    'pause 15',
    'pause 60',
    'pause null',
    'page agents/new',
    'page settings',
    'quit',
    'groq=false',
  ]);
});

test('the glyph tells the truth at a glance, the worst first', () => {
  const glyph = (change: Partial<TrayState>) =>
    chooseGlyph(makeState({ providers: [makeProvider()], ...change }));
  const busy = { requests_running: 2 };
  expect(glyph({})).toBe('idle');
  expect(glyph({ status: makeStatus({ counts: busy }) })).toBe('working');
  expect(glyph({ providers: [makeProvider({ enabled: false })] })).toBe('idle');
  expect(glyph({ providers: [makeProvider({ health: 'unhealthy' })] })).toBe('attention');
  expect(glyph({ providers: [makeProvider({ health: 'unhealthy', enabled: false }), makeProvider()] })).toBe(
    'idle',
  );
  expect(glyph({ status: makeStatus({ vault: { state: 'locked' } }) })).toBe('attention');
  expect(glyph({ status: makeStatus({ vault: { state: 'locked' }, counts: { keys: 0 } }) })).toBe('idle');
  expect(glyph({ status: makeStatus({ gateway: { state: 'paused' }, counts: busy }) })).toBe('paused');
  expect(glyph({ status: makeStatus({ gateway: { state: 'failed' } }) })).toBe('attention');
  expect(glyph({ attention: [refusedKey] })).toBe('attention');
});

const refusedKey: AttentionItem = {
  kind: 'key_failing',
  id: 'key:k1:unauthorized',
  severity: 'bad',
  key_id: 'k1',
  provider: 'groq',
  label: 'R&D',
  code: 'unauthorized',
};

test('what failed lately is named and opens its page; many are cut short', () => {
  const pages: string[] = [];
  const actions = { ...recordActions().actions, openPage: (page: string) => pages.push(page) };
  const attention = Array.from({ length: 6 }, (_, index) => ({
    ...refusedKey,
    id: `key:${index}`,
    key_id: `k${index}`,
  }));
  const items = buildTrayMenu(makeState({ providers: [makeProvider()], attention }), actions);
  const troubles = items.filter(({ id }) => id?.startsWith('trouble'));
  expect(troubles.map(({ label }) => label)).toEqual([
    ...Array(4).fill('! Groq · R&&D is failing'),
    '2 more…',
  ]);
  for (const { click } of troubles) click?.({} as Electron.MenuItem, undefined, {} as Electron.KeyboardEvent);
  expect(pages).toEqual(['keys/k0', 'keys/k1', 'keys/k2', 'keys/k3', 'overview']);
});

test('a pause with an end says when, and can be ended now', () => {
  const paused_until = new Date(2026, 10, 22, 8, 30).toISOString();
  const menu = menuOf({ status: makeStatus({ gateway: { state: 'paused', paused_until } }) });
  expect(menu.get('state')?.label).toBe('Paused until 08:30');
  expect(menu.get('resume')?.label).toBe('Resume now (by itself at 08:30)');
  expect(menu.has('pauses')).toBe(false);
});

test('no separator stands beside another, at the top or at the end', () => {
  for (const state of ['running', 'paused', 'failed'] as const) {
    const items = buildTrayMenu(
      makeState({ status: makeStatus({ gateway: { state } }) }),
      recordActions().actions,
    );
    const kinds = items.map(({ type }) => type === 'separator');
    expect(kinds.at(0)).toBe(false);
    expect(kinds.at(-1)).toBe(false);
    expect(kinds.some((isLine, index) => isLine && kinds[index + 1])).toBe(false);
  }
});

test('a provider says what is left of its day, of the account that has most of it', () => {
  const makeDay = (left: number | null, change: Partial<ProviderKey['quota'][number]> = {}) => ({
    model: null,
    unit: 'requests' as const,
    window: 'day' as const,
    limit: 1000,
    left,
    resets_at: new Date(now + 60_000).toISOString(),
    source: 'header',
    learned_at: new Date(now).toISOString(),
    ...change,
  });
  const label = (...quotas: ProviderKey['quota'][]) =>
    menuOf({
      providers: [makeProvider()],
      keys: quotas.map((quota) => ({ ...makeKey({}), quota })),
    }).get('provider:groq')?.label;
  expect(label([makeDay(629)], [makeDay(100)])).toBe('● Groq · 62 % left today');
  expect(label([makeDay(900), makeDay(50)])).toBe('● Groq · 5 % left today');
  // Yesterday's count, a minute's count and an unknown one say nothing about today.
  const over = makeDay(0, { resets_at: new Date(now - 1).toISOString() });
  expect(label([over, makeDay(1, { window: 'minute' }), makeDay(null)])).toBe('● Groq · working');
});

test('the vault can be locked from here where a passphrase opens it again, and only there', () => {
  const menuFor = (vault: Partial<Status['vault']>) => menuOf({ status: makeStatus({ vault }) });
  expect(menuFor({ protection: 'passphrase' }).get('lock')?.label).toBe('Lock vault');
  const locked = menuFor({ protection: 'passphrase', state: 'locked' });
  expect(locked.has('lock')).toBe(false);
  expect(locked.get('unlock')?.label).toBe('Unlock vault…');
  expect([...menuFor({ protection: 'os_keychain' }).keys()]).not.toContain('lock');
});
