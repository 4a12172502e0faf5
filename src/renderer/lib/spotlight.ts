export type ItemKind = 'key' | 'alias' | 'token' | 'provider' | 'section';

/** Something a page has a row of; the row carries `data-item`. */
export interface Item {
  readonly kind: ItemKind;
  readonly id: string;
}

const WAIT_MS = 2_000;
const FOCUSABLE = 'button, a[href], input, [tabindex]';

/** What the row of an item is found by. */
export function nameItem({ kind, id }: Item): string {
  return `${kind}/${id}`;
}

/** Brings the row of an item into view, lights it up once and moves the focus there, as soon as its page shows it. */
export function spotlight(item: Item): void {
  const name = nameItem(item);
  const find = () => document.querySelector<HTMLElement>(`[data-item="${CSS.escape(name)}"]`);
  const row = find();
  if (row !== null) {
    light(row);
    return;
  }
  const end = () => {
    observer.disconnect();
    clearTimeout(timer);
  };
  const observer = new MutationObserver(() => {
    const found = find();
    if (found === null) return;
    end();
    light(found);
  });
  const timer = setTimeout(end, WAIT_MS);
  observer.observe(document.body, { childList: true, subtree: true });
}

function light(row: HTMLElement): void {
  // A section is higher than the window; it is met at its heading.
  row.scrollIntoView({ block: row.matches('section') ? 'start' : 'center' });
  row.classList.add('lit');
  row.addEventListener('animationend', () => row.classList.remove('lit'), { once: true });
  // A row that is itself a button is a choice, e.g. of the alias whose chain is shown beside the list.
  if (row instanceof HTMLButtonElement) row.click();
  (row.matches(FOCUSABLE) ? row : row.querySelector<HTMLElement>(FOCUSABLE))?.focus({ preventScroll: true });
}
