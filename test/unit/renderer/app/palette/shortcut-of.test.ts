import { describe, expect, it } from 'vitest';
import { type Press, shortcutOf } from '../../../../../src/renderer/app/palette/shortcut-of';

const press = (key: string, more: Partial<Press> = {}): Press => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  isTyping: false,
  isDialogOpen: false,
  ...more,
});

describe('what a key press means', () => {
  it('opens the palette with either modifier, also from within a field', () => {
    expect(shortcutOf(press('k', { ctrlKey: true, isTyping: true }))).toBe('palette');
    expect(shortcutOf(press('K', { metaKey: true }))).toBe('palette');
  });

  it('leaves plain keys to whoever is typing', () => {
    for (const key of ['?', '/']) expect(shortcutOf(press(key, { isTyping: true }))).toBeNull();
    expect(shortcutOf(press('?', { shiftKey: true }))).toBe('shortcuts');
    expect(shortcutOf(press('/'))).toBe('filter');
  });

  it('does nothing behind a dialog: a token that is shown once must not be lost to a key', () => {
    for (const key of ['k', '1'])
      expect(shortcutOf(press(key, { ctrlKey: true, isDialogOpen: true }))).toBeNull();
    expect(shortcutOf(press('?', { isDialogOpen: true }))).toBeNull();
  });

  it('goes to pages by number, and nowhere by a number there is no page of', () => {
    expect(shortcutOf(press('1', { ctrlKey: true }))).toEqual({ page: 'overview' });
    for (const key of ['0', '9', '10', 'Tab']) expect(shortcutOf(press(key, { ctrlKey: true }))).toBeNull();
    expect(shortcutOf(press('1', { ctrlKey: true, altKey: true }))).toBeNull();
  });
});
