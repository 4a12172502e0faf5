import { useEffect, useEffectEvent } from 'react';

/** Where keys mean something of their own. */
const TAKEN =
  'input, textarea, select, [contenteditable=true], [role=dialog], [role=alertdialog], [role=menu], [role=toolbar]';
const PRESSABLE = 'button, a, summary, [role=radio], [role=switch]';

/** The keys of the list work wherever the focus is on its page, as long as nothing else wants them. */
export function usePageKeys(handle: (event: KeyboardEvent) => void): void {
  const hear = useEffectEvent((event: KeyboardEvent) => {
    const { target } = event;
    if (event.defaultPrevented || event.isComposing) return;
    if (document.querySelector('[role=dialog], [role=alertdialog], [role=menu]') !== null) return;
    if (target instanceof Element && target.closest(TAKEN) !== null) return;
    if (event.key === 'Enter' && target instanceof Element && target.closest(PRESSABLE) !== null) return;
    handle(event);
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => hear(event);
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
}
