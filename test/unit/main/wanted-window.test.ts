import { expect, it } from 'vitest';
import { createWantedWindow } from '../../../src/main/wanted-window';

const LINK = 'a link with a reply';

function setUp(
  start: { readonly isHidden?: boolean; readonly reply?: string; readonly atLogin?: boolean } = {},
) {
  const seen: string[] = [];
  const wanted = createWantedWindow({ isHidden: start.isHidden ?? false, reply: start.reply ?? null });
  const serve = () =>
    wanted.serve({
      startsHidden: () => start.atLogin ?? false,
      showWindow: () => seen.push('window'),
      bringReply: (reply) => seen.push(reply),
    });
  return { wanted, serve, seen };
}

it('shows the window at the start, unless it is to stay in the tray', () => {
  const plain = setUp();
  plain.serve();
  expect(plain.seen).toEqual(['window']);
  const hidden = [setUp({ isHidden: true }), setUp({ atLogin: true })];
  for (const { serve, seen } of hidden) {
    serve();
    expect(seen).toEqual([]);
  }
});

it('does not lose a click or a second start that comes before the app is up, though it starts hidden', () => {
  for (const start of [{ isHidden: true }, { atLogin: true }]) {
    const { wanted, serve, seen } = setUp(start);
    wanted.ask(null);
    wanted.ask(null);
    expect(seen).toEqual([]);
    serve();
    expect(seen).toEqual(['window']);
  }
});

it('brings a reply that came early once, and the plain window after it', () => {
  const { wanted, serve, seen } = setUp({ isHidden: true, reply: LINK });
  wanted.ask(null);
  serve();
  wanted.ask(null);
  wanted.ask('another');
  expect(seen).toEqual([LINK, 'window', 'another']);
});
