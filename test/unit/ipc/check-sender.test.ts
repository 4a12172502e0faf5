import { expect, test } from 'vitest';
import { isTrustedSender } from '../../../src/main/ipc/check-sender';

const origin = 'app://spidergate';
const main = { url: 'app://spidergate/#/keys' };

test('the main frame of our window is heard', () => {
  expect(isTrustedSender(main, main, origin)).toBe(true);
});

test('a frame that is gone is not', () => {
  expect(isTrustedSender(null, main, origin)).toBe(false);
  expect(isTrustedSender(null, null, origin)).toBe(false);
});

test('another frame with our address is not: a sub-frame or another window', () => {
  expect(isTrustedSender({ url: main.url }, main, origin)).toBe(false);
});

test.each([
  'https://spidergate/',
  'app://spidergate.evil/',
  'app://evil/',
  'file:///index.html',
  'about:blank',
  '',
])('our main frame at %s is not', (url) => {
  const frame = { url };
  expect(isTrustedSender(frame, frame, origin)).toBe(false);
});
