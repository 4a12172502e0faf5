import { words } from './messages';

type Child = Node | string | null;

/** Text goes in as text: nothing an invite says can become markup. */
export function element<N extends keyof HTMLElementTagNameMap>(
  name: N,
  attributes: Readonly<Record<string, string>>,
  ...children: readonly Child[]
): HTMLElementTagNameMap[N] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children.filter((child) => child !== null));
  return made;
}

function button(text: string, onClick: () => void): HTMLButtonElement {
  const made = element('button', { type: 'button' }, text);
  made.addEventListener('click', onClick);
  return made;
}

type Tone = 'ok' | 'warn' | 'bad';

/** Beside what it is about. */
export function note(tone: Tone, title: string, text: string): HTMLElement {
  return makeNote(tone, element('strong', {}, title), text);
}

/** All that is left to say: the page's own heading. */
export function lastWord(tone: Tone, title: string, text: string): HTMLElement {
  return makeNote(tone, element('h1', {}, title), text);
}

function makeNote(tone: Tone, title: HTMLElement, text: string): HTMLElement {
  const role = tone === 'bad' ? 'alert' : 'status';
  return element('div', { class: `note ${tone} stack`, role }, title, element('p', {}, text));
}

export function field(
  { id, label, hint }: { readonly id: string; readonly label: string; readonly hint: string | null },
  attributes: Readonly<Record<string, string>>,
): { readonly box: HTMLElement; readonly input: HTMLInputElement } {
  const describe: Record<string, string> = hint === null ? {} : { 'aria-describedby': `${id}-hint` };
  const input = element('input', {
    id,
    autocomplete: 'off',
    autocapitalize: 'off',
    spellcheck: 'false',
    'data-1p-ignore': '',
    'data-lpignore': 'true',
    ...describe,
    ...attributes,
  });
  const below = hint === null ? null : element('p', { class: 'hint', id: `${id}-hint` }, hint);
  return {
    input,
    box: element('div', { class: 'stack' }, element('label', { for: id }, label), input, below),
  };
}

/** Works where there is no clipboard of its own: over plain HTTP. */
export function copyButton(text: string, label: string): HTMLButtonElement {
  const made = button(label, () => {
    const box = element('textarea', { readonly: '', 'aria-hidden': 'true', tabindex: '-1' }, text);
    document.body.append(box);
    box.select();
    const isCopied = document.execCommand('copy');
    box.remove();
    made.focus();
    made.textContent = isCopied ? words.copied : words.copyByHand;
  });
  return made;
}

/** What a file sends by whatever channel two people use: to be copied, saved, or opened where SpiderGate runs. */
export function sealedText(
  sealed: string,
  { label, copy, fileName }: { readonly label: string; readonly copy: string; readonly fileName: string },
): readonly HTMLElement[] {
  const open = { class: 'button', href: `spidergate://invite-reply#${sealed}` };
  return [
    element('textarea', { readonly: '', 'aria-label': label }, sealed),
    element(
      'div',
      { class: 'row' },
      copyButton(sealed, copy),
      saveButton(sealed, fileName, words.reply.save),
      element('a', open, words.reply.open),
    ),
  ];
}

export function saveButton(text: string, name: string, label: string): HTMLButtonElement {
  return button(label, () => {
    const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
    element('a', { href: url, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  });
}
