import { expect, it } from 'vitest';
import type { RequestEnd } from '../../../src/main/gateway/ports';
import { RequestNews } from '../../../src/main/gateway/request-news';
import { createEventHub } from '../../../src/main/services/event-hub';
import { countToday } from '../../../src/main/services/today';
import { createCalendar } from '../../../src/shared/time/calendar';
import { createTestClock } from '../../support/gateway-world';
import { makeEnd, makeStart, openTestStorage } from '../storage/storage-fixtures';

it('today begins at midnight of the chosen zone, also of one that is chosen later', () => {
  const clock = createTestClock(Date.UTC(2026, 10, 22, 12));
  const { requests } = openTestStorage();
  const hours = [2, 20, 36].map((ago) => clock.now() - ago * 3_600_000);
  for (const [index, startedAt] of hours.entries()) {
    requests.start(makeStart({ id: `req_${index}`, startedAt }));
    requests.finish(`req_${index}`, makeEnd({ cost: 10, booked: 10 }));
  }
  const calendar = createCalendar('UTC');
  const today = countToday({
    clock,
    storage: { requests },
    events: createEventHub({ after: () => () => {} }),
    calendar,
  });
  expect(today()).toMatchObject({ requests: 1, costNanoUsd: 10 });
  // Its day began at 12:00 UTC of the day before.
  calendar.use('Etc/GMT+12');
  clock.advance(-3_600_000);
  expect(today()).toMatchObject({ requests: 2, costNanoUsd: 20 });
  clock.advance(2 * 3_600_000);
  expect(today()).toMatchObject({ requests: 0, costNanoUsd: 0 });
});

it('counts a request once, whether it was told of twice or only when it was over', () => {
  const clock = createTestClock(Date.UTC(2026, 10, 22, 12));
  const { requests } = openTestStorage();
  const events = createEventHub({ after: () => () => {} });
  const today = countToday({ clock, storage: { requests }, events, calendar: createCalendar('UTC') });
  const tell = (id: string, end: RequestEnd | null) => {
    events.later(() => new RequestNews(makeStart({ id, startedAt: clock.now() }), end));
    events.flush();
  };
  const ok = makeEnd({ cost: 1 });
  tell('long', null);
  tell('short', ok);
  expect(today()).toMatchObject({ requests: 2, costNanoUsd: 1 });
  tell('long', ok);
  expect(today()).toMatchObject({ requests: 2, costNanoUsd: 2 });
});
