import { expect, test } from 'vitest';
import { fitBounds } from '../../../src/main/desktop/window-bounds';

const laptop = { x: 0, y: 25, width: 1440, height: 875 };
const external = { x: 1440, y: 0, width: 2560, height: 1440 };

test('nothing remembered: the default size, to be centred', () => {
  expect(fitBounds(null, [laptop])).toEqual({ width: 1280, height: 800 });
});

test('the remembered place is kept while its screen is there', () => {
  const saved = { x: 1600, y: 100, width: 1300, height: 900 };
  expect(fitBounds(saved, [laptop, external])).toEqual(saved);
});

test('a window of an unplugged screen comes back on one that is there', () => {
  expect(fitBounds({ x: 1600, y: 100, width: 1300, height: 900 }, [laptop])).toEqual({
    width: 1300,
    height: 900,
  });
});

test('a title bar above the screen cannot be caught, so the place is given up', () => {
  expect(fitBounds({ x: 10, y: -300, width: 1300, height: 900 }, [laptop])).toEqual({
    width: 1300,
    height: 900,
  });
});

test('a window is never smaller than its minimum', () => {
  expect(fitBounds({ x: 10, y: 30, width: 20, height: 20 }, [laptop])).toMatchObject({
    width: 960,
    height: 640,
  });
});
