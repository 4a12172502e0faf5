import { useRef } from 'react';

interface ReturnFocus {
  readonly onOpenAutoFocus: () => void;
  readonly onCloseAutoFocus: (event: Event) => void;
}

/** For dialogs that a state opens and no trigger of their own: closing gives the focus back to where it was. */
export function useReturnFocus(afterwards?: () => void): ReturnFocus {
  const origin = useRef<HTMLElement | null>(null);
  return {
    onOpenAutoFocus() {
      origin.current = findOrigin(document.activeElement);
    },
    onCloseAutoFocus(event) {
      event.preventDefault();
      origin.current?.focus({ preventScroll: true });
      afterwards?.();
    },
  };
}

/** A menu is gone by then: the button it hung from stands for it. */
function findOrigin(active: Element | null): HTMLElement | null {
  const trigger = active?.closest('[role=menu]')?.getAttribute('aria-labelledby');
  const origin = typeof trigger === 'string' ? document.getElementById(trigger) : active;
  return origin instanceof HTMLElement ? origin : null;
}
