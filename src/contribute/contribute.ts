import type { InvitePageFacts } from '../shared/invite/contribute-page';
import type { InviteFacts } from '../shared/invite/invite-token';
import { sealReply } from '../shared/invite/sealed-reply';
import { makeWithdrawalCode } from '../shared/invite/withdrawal-code';
import { describeInvite } from './describe';
import { button, copyButton, element, field, note, saveButton } from './elements';
import { send } from './send';

const NEED_LABELS: Readonly<Record<string, string>> = { account_id: 'Account ID', project_id: 'Project ID' };

interface Contributing {
  readonly invite: InvitePageFacts;
  readonly facts: InviteFacts;
  /** Nothing can be sent from a file: a reply is shown instead. */
  readonly isFile: boolean;
  readonly show: (...parts: readonly HTMLElement[]) => void;
}

/** The form, and what follows it. */
export function showForm(page: Contributing): void {
  const { invite, facts, isFile } = page;
  const { provider } = invite;
  const [prefix] = provider.keyPrefixes;
  const key = field(
    {
      id: 'key',
      label: `Your ${provider.name} key`,
      hint: prefix === undefined ? null : `Usually begins with ${prefix}`,
    },
    { type: 'password', required: '', minlength: '4', maxlength: '4096', class: 'key' },
  );
  const needs = provider.needs.map((need) => ({
    need,
    ...field({ id: need, label: NEED_LABELS[need] ?? need, hint: null }, { required: '', maxlength: '200' }),
  }));
  const outcome = element('div', { 'aria-live': 'polite' });
  const submit = element(
    'button',
    { type: 'submit', class: 'primary' },
    isFile ? 'Seal the key' : 'Seal and send',
  );
  const form = element('form', { class: 'stack' }, key.box, ...needs.map(({ box }) => box), submit);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    submit.disabled = true;
    outcome.replaceChildren();
    const fields = Object.fromEntries(needs.map(({ need, input }) => [need, input.value.trim()]));
    const refuse = (message: string) => {
      submit.disabled = false;
      outcome.replaceChildren(note('bad', 'Nothing was stored.', message));
    };
    void contribute(page, { apiKey: key.input.value.trim(), fields }, refuse);
  });
  page.show(...describeInvite(invite, facts), ...linkToProvider(invite), form, outcome);
  key.input.focus();
}

function linkToProvider(invite: InvitePageFacts): readonly HTMLElement[] {
  const { provider, connectUrl } = invite;
  const away = { class: 'button', target: '_blank', rel: 'noopener noreferrer' };
  const links = [
    provider.keyUrl === null
      ? null
      : element('a', { ...away, href: provider.keyUrl }, `Make a key at ${provider.name}`),
    connectUrl === null
      ? null
      : element('a', { class: 'button', href: connectUrl }, `Connect with ${provider.name}`),
  ].filter((link) => link !== null);
  return links.length === 0 ? [] : [element('div', { class: 'row' }, ...links)];
}

async function contribute(
  page: Contributing,
  given: { readonly apiKey: string; readonly fields: Readonly<Record<string, string>> },
  refuse: (message: string) => void,
): Promise<void> {
  const { invite, facts } = page;
  if (!/^[\x21-\x7e]{4,4096}$/.test(given.apiKey))
    return refuse('This is no key: a key has no blanks in it.');
  const withdrawalCode = makeWithdrawalCode(crypto.getRandomValues(new Uint8Array(25)));
  const reply = await sealReply({ token: invite.token, facts }, { ...given, withdrawalCode });
  if (page.isFile) return showReply(page, reply, withdrawalCode);
  const sent = await send(`/contribute/${invite.token}`, { reply });
  if (!sent.ok || sent.outcome === 'refused') return refuse(sent.message);
  const isTested = sent.outcome === 'added';
  page.show(
    isTested
      ? note('ok', 'Your key works and is in the vault.', sent.message)
      : note('warn', 'Your key is in the vault, but could not be tested now.', sent.message),
    ...keepCode(withdrawalCode, invite.from),
  );
}

/** From a file: the sealed reply, to be sent by whatever channel the two use. */
function showReply(page: Contributing, reply: string, withdrawalCode: string): void {
  const { from } = page.invite;
  page.show(
    element('h1', { tabindex: '-1' }, 'Your key is sealed'),
    element(
      'p',
      {},
      `Send this reply to ${from}, by mail or chat. Nobody on the way can open it, and neither can ${from}: only their vault can.`,
    ),
    element('textarea', { readonly: '', id: 'reply', 'aria-label': 'Sealed reply' }, reply),
    element(
      'div',
      { class: 'row' },
      copyButton(reply, 'Copy reply'),
      saveButton(reply, 'spidergate-reply.txt', 'Save as file'),
      element(
        'a',
        { class: 'button', href: `spidergate://invite-reply#${reply}` },
        'SpiderGate is on this computer',
      ),
    ),
    ...keepCode(withdrawalCode, from),
  );
}

function keepCode(code: string, from: string): readonly HTMLElement[] {
  return [
    element(
      'div',
      { class: 'stack' },
      element('h2', { tabindex: '-1' }, 'Keep this code'),
      element(
        'p',
        { class: 'muted' },
        'Only you have it. With it, the key is deleted from the vault for good:',
      ),
      element('div', { class: 'code', id: 'withdrawal-code' }, code),
      element(
        'div',
        { class: 'row' },
        copyButton(code, 'Copy code'),
        saveButton(`${code}\n`, 'spidergate-withdrawal-code.txt', 'Save as file'),
      ),
      element('p', { class: 'hint' }, explainCode(from)),
    ),
  ];
}

/** Only where the page came from this computer does it know an address that will still be there. */
function explainCode(from: string): string {
  const isHere = location.hostname === '127.0.0.1' || location.hostname === 'localhost';
  return isHere
    ? `To use it, open ${location.origin}/contribute/withdraw, or send it to ${from}.`
    : `To use it, send it to ${from}, who enters it like a reply.`;
}

/** Takes a key back by its code. */
export function showWithdrawal(show: Contributing['show']): void {
  const code = field(
    { id: 'code', label: 'Withdrawal code', hint: 'As you were given it: SGW and five groups of five.' },
    { required: '', maxlength: '200', autocapitalize: 'characters' },
  );
  const outcome = element('div', { 'aria-live': 'polite' });
  const submit = button('Delete the key', 'primary', () => {
    submit.disabled = true;
    void send('/contribute/withdraw', { code: code.input.value }).then((sent) => {
      submit.disabled = false;
      if (sent.ok) show(note('ok', 'Done.', sent.message));
      else outcome.replaceChildren(note('bad', 'Nothing was deleted.', sent.message));
    });
  });
  show(
    element('h1', {}, 'Take a key back'),
    element(
      'p',
      { class: 'muted' },
      'The key you contributed is deleted from the vault and cannot be brought back.',
    ),
    code.box,
    submit,
    outcome,
  );
}
