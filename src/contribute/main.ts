import type { ContributePage, InvitePageFacts } from '../shared/invite/contribute-page';
import { type InviteFacts, readInviteToken } from '../shared/invite/invite-token';
import { showForm } from './contribute';
import { element, note } from './elements';
import { words } from './messages';
import './page.css';
import { makeTabs } from './tabs';
import { showFileWithdrawal, showWithdrawal } from './withdraw';

const LOGO =
  'M12 2.2 20.5 7v10L12 21.8 3.5 17V7L12 2.2Zm0 0v19.6M3.5 7l17 10M20.5 7l-17 10M12 7l4.3 2.5v5L12 17l-4.3-2.5v-5L12 7Z';

/** Reads what the page is about, and shows what there is to do. */
function start(): void {
  const main = document.getElementById('main');
  if (!main) return;
  const page = readPage();
  const facts = 'invite' in page ? readInviteToken(page.invite.token) : null;
  const place = (...parts: readonly HTMLElement[]) =>
    main.replaceChildren(makeBrand(), ...parts, element('footer', {}, words.footer));
  if (page.kind === 'file' && facts) {
    const tabs = makeFileTabs(page.invite, facts);
    place(...tabs.elements);
    tabs.begin();
    return;
  }
  const card = element('div', { class: 'card' });
  place(card);
  const show = createShow(card);
  if (page.kind === 'withdraw') showWithdrawal(show);
  else if ('invite' in page && facts) showForm({ invite: page.invite, facts, isFile: false, show });
  else show(...explainGone({ canWithdrawHere: page.kind === 'gone' }));
}

function createShow(card: HTMLElement) {
  return (...parts: readonly HTMLElement[]) => {
    card.replaceChildren(...parts);
    card.querySelector<HTMLElement>('[tabindex="-1"]')?.focus();
    window.scrollTo(0, 0);
  };
}

/** A file is there for the whole life of a key: it brings one, and takes it back, long after the invite is over too. */
function makeFileTabs(invite: InvitePageFacts, facts: InviteFacts) {
  const isOver = facts.expiresAt * 1000 < Date.now();
  const add = (panel: HTMLElement) => {
    const show = createShow(panel);
    if (isOver) show(...explainGone({ canWithdrawHere: false }));
    else showForm({ invite, facts, isFile: true, show });
  };
  return makeTabs(words.tabs.label, [
    // The withdrawal code is shown there once and nowhere else.
    { name: words.tabs.add, isKept: true, open: add },
    {
      name: words.tabs.withdraw,
      isKept: false,
      open: (panel) => showFileWithdrawal(invite, facts, createShow(panel)),
    },
  ]);
}

/** Written by our own program into our own file: what it says needs no second check but the signature. */
function readPage(): ContributePage {
  return JSON.parse(document.getElementById('page')?.textContent ?? '{"kind":"gone"}') as ContributePage;
}

function explainGone({ canWithdrawHere }: { readonly canWithdrawHere: boolean }): readonly HTMLElement[] {
  const { title, why, whatNow, haveCode, toWithdrawal } = words.gone;
  const withdrawal = element(
    'p',
    { class: 'hint' },
    `${haveCode} `,
    element('a', { href: '/contribute/withdraw' }, toWithdrawal),
  );
  return [element('h1', {}, title), note('warn', why, whatNow), ...(canWithdrawHere ? [withdrawal] : [])];
}

function makeBrand(): HTMLElement {
  const drawing = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  for (const [name, value] of [
    ['viewBox', '0 0 24 24'],
    ['fill', 'none'],
    ['stroke', 'currentColor'],
    ['stroke-width', '1.4'],
    ['aria-hidden', 'true'],
  ] as const)
    drawing.setAttribute(name, value);
  const line = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  line.setAttribute('d', LOGO);
  drawing.append(line);
  const brand = element('p', { class: 'brand' });
  brand.append(drawing, words.brand);
  return brand;
}

start();
