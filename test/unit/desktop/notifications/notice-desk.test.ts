import { expect, it } from 'vitest';
import type { Announcement } from '../../../../src/main/desktop/notifications/notice';
import { createNoticeDesk } from '../../../../src/main/desktop/notifications/notice-desk';
import type { AttentionItem } from '../../../../src/shared/domain/attention';
import { DEFAULT_NOTIFICATIONS, type NotificationSettings } from '../../../../src/shared/domain/desktop';
import type { AppEvent } from '../../../../src/shared/domain/event';

const NOON = new Date(2026, 10, 22, 12, 0).getTime();
const HOUR_MS = 60 * 60_000;

function setUp(told: Record<string, number> = {}) {
  const world = {
    now: NOON,
    settings: DEFAULT_NOTIFICATIONS as NotificationSettings,
    isWatched: false,
    told,
    shown: [] as Announcement[],
    timers: [] as { due: number; task: () => void }[],
    pass(ms: number) {
      const end = world.now + ms;
      for (;;) {
        const [next] = world.timers.filter(({ due }) => due <= end).sort((a, b) => a.due - b.due);
        if (next === undefined) break;
        world.timers.splice(world.timers.indexOf(next), 1);
        world.now = next.due;
        next.task();
      }
      world.now = end;
    },
  };
  const desk = createNoticeDesk({
    settings: () => world.settings,
    told: {
      toldNotices: () => world.told,
      setToldNotices: (next) => {
        world.told = { ...next };
      },
    },
    now: () => world.now,
    after: (ms, task) => {
      const timer = { due: world.now + ms, task };
      world.timers.push(timer);
      return () => world.timers.splice(world.timers.indexOf(timer), 1);
    },
    isWatched: () => world.isWatched,
    show: (announcement) => world.shown.push(announcement),
  });
  return Object.assign(world, { desk, hear: desk.hear });
}

const failing: AttentionItem = {
  kind: 'key_failing',
  id: 'key:k1:unauthorized',
  severity: 'bad',
  key_id: 'k1',
  provider: 'groq',
  label: 'work',
  code: 'unauthorized',
};
const locked: AttentionItem = { kind: 'vault_locked', id: 'vault_locked', severity: 'bad', keys: 2 };
const attention = (...items: AttentionItem[]): AppEvent => ({ type: 'attention', items });
const health = (status: 'healthy' | 'unhealthy'): AppEvent => ({
  type: 'key_health',
  key_id: 'k1',
  provider: 'groq',
  health: { status, consecutive_failures: 0, cooling_until: null, last_error_code: null },
});
const budget = (threshold: 50 | 80 | 100, resets = '2026-11-23T00:00:00Z'): AppEvent => ({
  type: 'budget',
  scope: 'token',
  id: 't1',
  name: 'opencode',
  window: 'day',
  action: 'block',
  threshold,
  limit_usd: 10,
  spent_usd: threshold / 10,
  reserved_usd: 0,
  resets_at: resets,
});

it('tells a failing key once, however often it is heard of, and that it works again', () => {
  const world = setUp();
  world.desk.name('groq', 'Groq');
  for (let times = 0; times < 5; times += 1) {
    world.hear(attention(failing));
    world.pass(10_000);
  }
  expect(world.shown).toEqual([
    {
      title: 'Groq · work is failing',
      body: 'The provider refuses it. It needs a new one.',
      page: 'keys/k1',
    },
  ]);
  world.hear(health('healthy'));
  world.hear(attention());
  world.pass(10_000);
  expect(world.shown[1]).toMatchObject({ title: 'Groq · work works again', page: 'keys/k1' });
});

it('says nothing of a key that is back before anybody was told', () => {
  const world = setUp();
  world.hear(attention(failing));
  world.pass(1_000);
  world.hear(health('healthy'));
  world.hear(attention());
  world.pass(60_000);
  expect(world.shown).toEqual([]);
});

it('does not tell the same again after a restart, but a key that fails anew hours later', () => {
  const first = setUp();
  first.hear(attention(failing));
  first.pass(10_000);
  const second = setUp(first.told);
  second.hear(attention(failing));
  second.pass(10_000);
  expect(second.shown).toEqual([]);
  second.pass(2 * HOUR_MS);
  second.hear(attention());
  second.hear(attention(failing));
  second.pass(10_000);
  expect(second.shown).toHaveLength(1);
});

it('a flapping alias is told once in an hour', () => {
  const world = setUp();
  const gone: AttentionItem = {
    kind: 'alias_thin',
    id: 'alias:agent/coding:0',
    severity: 'bad',
    alias: 'agent/coding',
    left: 0,
    provider: null,
    back_at: null,
  };
  for (let times = 0; times < 10; times += 1) {
    world.hear(attention(gone));
    world.pass(10_000);
    world.hear(attention());
    world.pass(60_000);
  }
  expect(world.shown).toHaveLength(1);
  expect(world.shown[0]?.page).toBe('aliases/agent%2Fcoding');
});

it('an alias with a single candidate left is not worth a notification', () => {
  const world = setUp();
  world.hear(
    attention({
      kind: 'alias_thin',
      id: 'alias:a/b:1',
      severity: 'warn',
      alias: 'a/b',
      left: 1,
      provider: 'groq',
      back_at: null,
    }),
  );
  world.pass(10_000);
  expect(world.shown).toEqual([]);
});

it('tells a budget at 80 and at 100 percent, once in each window, and not at 50', () => {
  const world = setUp();
  const say = (event: AppEvent) => {
    world.hear(event);
    world.pass(10_000);
  };
  for (const threshold of [50, 80, 80, 100, 100] as const) say(budget(threshold));
  expect(world.shown.map(({ title }) => title)).toEqual([
    'opencode has used 80 % of its budget',
    'opencode has spent its budget',
  ]);
  say(budget(80, '2026-11-24T00:00:00Z'));
  expect(world.shown).toHaveLength(3);
  expect(world.shown[0]?.page).toBe('agents/t1');
});

it('what comes within seconds is one notification, and of one budget only the last', () => {
  const world = setUp();
  world.hear(attention(failing, locked));
  world.hear(budget(80));
  world.hear(budget(100));
  world.pass(10_000);
  expect(world.shown).toEqual([
    {
      title: 'SpiderGate: 3 things to know',
      body: 'groq · work is failing\nThe vault is locked\nopencode has spent its budget',
      page: 'overview',
    },
  ]);
});

it('keeps quiet in quiet hours, over midnight too, and tells afterwards what still matters', () => {
  const world = setUp();
  world.settings = { ...DEFAULT_NOTIFICATIONS, quiet_hours: { from: '22:00', to: '07:00' } };
  world.now = new Date(2026, 10, 22, 23, 30).getTime();
  world.hear(attention(failing, locked));
  world.pass(HOUR_MS);
  world.hear(attention(locked));
  world.pass(6 * HOUR_MS);
  expect(world.shown).toEqual([]);
  world.pass(HOUR_MS);
  expect(world.shown).toMatchObject([{ title: 'The vault is locked', page: 'settings/vault' }]);
});

it('a kind that is switched off, all of them, and a window that is looked at: nothing is shown', () => {
  const world = setUp();
  world.settings = {
    ...DEFAULT_NOTIFICATIONS,
    kinds: { ...DEFAULT_NOTIFICATIONS.kinds, vault: false },
  };
  world.hear(attention(locked));
  world.pass(10_000);
  world.settings = { ...DEFAULT_NOTIFICATIONS, enabled: false };
  world.hear(budget(80));
  world.pass(10_000);
  world.settings = DEFAULT_NOTIFICATIONS;
  world.isWatched = true;
  world.hear(budget(100));
  world.pass(10_000);
  expect(world.shown).toEqual([]);
});

it('an answered invite is told each time, and opens the keys', () => {
  const world = setUp();
  const answer = { type: 'contribution', provider: 'groq', label: 'Ada', outcome: 'added' } as const;
  world.hear({ ...answer, invite_id: 'i1' });
  world.pass(10_000);
  world.hear({ ...answer, invite_id: 'i1', outcome: 'withdrawn' });
  world.pass(10_000);
  expect(world.shown.map(({ title, page }) => [title, page])).toEqual([
    ['An invite was answered', 'keys'],
    ['A key was taken back', 'keys'],
  ]);
});
