import type { MenuItemConstructorOptions } from 'electron';
import { expect, test } from 'vitest';
import {
  buildTrayMenu,
  chooseGlyph,
  type TrayActions,
  type TrayState,
} from '../../../src/main/desktop/tray-menu';
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
    gateway: { url: 'http://127.0.0.1:7743', state: 'running', error: null, ...change.gateway },
    vault: { state: 'unlocked', protection: 'os_keychain', ...change.vault },
    counts: {
      providers_configured: 1,
      keys: 1,
      agent_tokens: 0,
      requests_today: 0,
      requests_running: 0,
      spent_today_usd: 0,
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
    refused: null,
    needs: [],
    free_tier: null,
    free_tier_as_of: null,
    anonymous: false,
    terms: [],
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
  };
}

function makeState(change: Partial<TrayState> = {}): TrayState {
  return { status: makeStatus(), providers: [], keys: [], now, ...change };
}

function recordActions() {
  const calls: string[] = [];
  const actions: TrayActions = {
    copyAddress: () => calls.push('copy'),
    openWindow: () => calls.push('open'),
    pause: () => calls.push('pause'),
    resume: () => calls.push('resume'),
    setProviderEnabled: (id, enabled) => calls.push(`${id}=${enabled}`),
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
    label: 'Groq · working',
  });
  expect(menu.get('provider:google')?.label).toBe('Google · not answering');
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
  expect(menu.get('provider:groq')).toMatchObject({ checked: false, label: 'Groq · off' });
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
    'Groq · cooling, back 08:00',
  );
  expect(label([makeKey({ cooling_until: later }), makeKey({})])).toBe('Groq · working');
  expect(label([makeKey({ cooling_until: new Date(now - 1).toISOString() })])).toBe('Groq · working');
  expect(label([makeKey({ cooling_until: later }, 'google')])).toBe('Groq · working');
});

test('a refused key is told as such while no other key of the provider serves', () => {
  const refused = makeKey({ status: 'unhealthy', last_error_code: 'unauthorized' });
  const label = (keys: readonly ProviderKey[]) =>
    menuOf({ providers: [makeProvider()], keys }).get('provider:groq')?.label;
  expect(label([refused])).toBe('Groq · key was refused');
  expect(label([refused, makeKey({})])).toBe('Groq · working');
  expect(label([makeKey({ last_error_code: 'payment_required' })])).toBe('Groq · out of credit');
});

test('an ampersand in a name is shown, not taken for a shortcut', () => {
  expect(menuOf({ providers: [makeProvider({ name: 'R&D box' })] }).get('provider:groq')?.label).toBe(
    'R&&D box · working',
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
  for (const id of ['copy-address', 'open', 'pause', 'quit']) click(id);
  click('provider:groq', false);
  expect(calls).toEqual(['copy', 'open', 'pause', 'quit', 'groq=false']);
});

test('the glyph tells the truth at a glance, the worst first', () => {
  const glyph = (change: Partial<TrayState>) =>
    chooseGlyph(makeState({ providers: [makeProvider()], ...change }));
  expect(glyph({})).toBe('working');
  expect(glyph({ providers: [makeProvider({ kind: 'builtin' })] })).toBe('idle');
  expect(glyph({ providers: [makeProvider({ enabled: false })] })).toBe('idle');
  expect(glyph({ providers: [makeProvider({ health: 'unhealthy' })] })).toBe('attention');
  expect(glyph({ providers: [makeProvider({ health: 'unhealthy', enabled: false }), makeProvider()] })).toBe(
    'working',
  );
  expect(glyph({ status: makeStatus({ vault: { state: 'locked' } }) })).toBe('attention');
  expect(glyph({ status: makeStatus({ vault: { state: 'locked' }, counts: { keys: 0 } }) })).toBe('working');
  expect(glyph({ status: makeStatus({ gateway: { state: 'paused' } }) })).toBe('paused');
  expect(glyph({ status: makeStatus({ gateway: { state: 'failed' } }) })).toBe('attention');
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
  expect(label([makeDay(629)], [makeDay(100)])).toBe('Groq · 62 % left today');
  expect(label([makeDay(900), makeDay(50)])).toBe('Groq · 5 % left today');
  // Yesterday's count, a minute's count and an unknown one say nothing about today.
  const over = makeDay(0, { resets_at: new Date(now - 1).toISOString() });
  expect(label([over, makeDay(1, { window: 'minute' }), makeDay(null)])).toBe('Groq · working');
});
