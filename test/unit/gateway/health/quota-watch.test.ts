import { expect, it } from 'vitest';
import type { QuotaEntry } from '../../../../src/main/gateway/health/quota-book';
import { createQuotaWatch } from '../../../../src/main/gateway/health/quota-watch';

const POOL = 'groq\nmine\nllama';
const HOUR = 3_600_000;

function createWatch() {
  const clock = { now: 0 };
  const told: string[] = [];
  const watch = createQuotaWatch(
    () => clock.now,
    ({ provider, account, model, threshold }) =>
      void told.push(`${provider} ${account} ${model} ${threshold}`),
  );
  const entry = (left: number, more: Partial<QuotaEntry> = {}): QuotaEntry => ({
    unit: 'requests',
    window: 'day',
    limit: 100,
    left,
    answered: 0,
    resetsAt: 24 * HOUR,
    learnedAt: clock.now,
    source: 'header',
    ...more,
  });
  const see = (left: number, more: Partial<QuotaEntry> = {}) => watch.look(POOL, [entry(left, more)]);
  const remember = (left: number) => watch.remember(POOL, [entry(left)]);
  return { clock, told, see, remember };
}

it('tells each threshold once in a window, however often it is crossed, and again in the next', () => {
  const { clock, told, see } = createWatch();
  for (const left of [60, 50, 49, 55, 40, 20, 0, 0]) see(left);
  expect(told).toEqual([50, 80, 100].map((percent) => `groq mine llama ${percent}`));
  clock.now = 24 * HOUR;
  see(99, { resetsAt: 48 * HOUR });
  see(50, { resetsAt: 48 * HOUR });
  expect(told).toHaveLength(4);
});

it('does not repeat itself for a quota that fills up little by little', () => {
  const { clock, told, see } = createWatch();
  for (let minute = 0; minute < 60; minute += 1) {
    clock.now = minute * 60_000;
    see(45, { resetsAt: clock.now + 120_000 });
  }
  expect(told).toEqual(['groq mine llama 50']);
});

it('says nothing of minutes, unknown limits, and tables that proved wrong', () => {
  const { told, see } = createWatch();
  see(0, { window: 'minute' });
  see(0, { limit: null });
  see(Number.MAX_SAFE_INTEGER);
  expect(told).toEqual([]);
});

it('does not repeat after a restart what was told before it, and tells what is reached then', () => {
  const { clock, told, see, remember } = createWatch();
  remember(45);
  expect(told).toEqual([]);
  see(44);
  expect(told).toEqual([]);
  see(20);
  expect(told).toEqual(['groq mine llama 80']);
  clock.now = 24 * HOUR;
  see(99, { resetsAt: 48 * HOUR });
  see(50, { resetsAt: 48 * HOUR });
  expect(told).toEqual(['groq mine llama 80', 'groq mine llama 50']);
});
