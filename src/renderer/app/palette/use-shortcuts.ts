import { useEffect, useEffectEvent } from 'react';
import type { PageName } from '../navigation';
import { shortcutOf } from './shortcut-of';

interface ShortcutTargets {
  readonly goTo: (page: PageName) => void;
  readonly openPalette: () => void;
  readonly openShortcuts: () => void;
}

const TYPING = 'input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable=true]';
const DIALOG = '[role=dialog], [role=alertdialog], [role=menu]';

/** The keys that work wherever the focus is. */
export function useShortcuts({ goTo, openPalette, openShortcuts }: ShortcutTargets): void {
  const handle = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return;
    const { key, ctrlKey, metaKey, altKey, shiftKey, target } = event;
    const isTyping = target instanceof Element && target.matches(TYPING);
    const isDialogOpen = document.querySelector(DIALOG) !== null;
    const shortcut = shortcutOf({ key, ctrlKey, metaKey, altKey, shiftKey, isTyping, isDialogOpen });
    if (shortcut === null) return;
    event.preventDefault();
    if (shortcut === 'palette') openPalette();
    else if (shortcut === 'shortcuts') openShortcuts();
    else if (shortcut === 'filter') focusFilter();
    else goTo(shortcut.page);
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => handle(event);
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
}

function focusFilter(): void {
  const field = document.querySelector<HTMLInputElement>('main input[type=search]');
  field?.focus();
  field?.select();
}
