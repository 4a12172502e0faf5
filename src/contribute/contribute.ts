import type { InvitePageFacts } from '../shared/invite/contribute-page';
import type { InviteFacts } from '../shared/invite/invite-token';
import { sealReply } from '../shared/invite/sealed-reply';
import { makeWithdrawalCode } from '../shared/invite/withdrawal-code';
import { describeInvite, nameNeed } from './describe';
import { copyButton, element, field, lastWord, note, saveButton, sealedText } from './elements';
import { words } from './messages';
import { send } from './send';

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
      label: words.form.key(provider.name),
      hint: prefix === undefined ? null : words.form.keyHint(prefix),
    },
    { type: 'password', required: '', minlength: '4', maxlength: '4096', class: 'key' },
  );
  const needs = provider.needs.map((need) => ({
    need,
    ...field({ id: need, label: nameNeed(need), hint: null }, { required: '', maxlength: '200' }),
  }));
  const outcome = element('div', { 'aria-live': 'polite' });
  const submit = element(
    'button',
    { type: 'submit', class: 'primary' },
    isFile ? words.form.seal : words.form.sealAndSend,
  );
  const form = element('form', { class: 'stack' }, key.box, ...needs.map(({ box }) => box), submit);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    submit.disabled = true;
    outcome.replaceChildren();
    const fields = Object.fromEntries(needs.map(({ need, input }) => [need, input.value.trim()]));
    const refuse = (message: string) => {
      submit.disabled = false;
      outcome.replaceChildren(note('bad', words.form.notStored, message));
    };
    void contribute(page, { apiKey: key.input.value.trim(), fields }, refuse);
  });
  page.show(...describeInvite(invite, facts), ...linkToProvider(invite), form, outcome);
  key.input.focus();
}

function linkToProvider({ provider, connectUrl }: InvitePageFacts): readonly HTMLElement[] {
  const { keyUrl, name } = provider;
  const away = { class: 'button', target: '_blank', rel: 'noopener noreferrer' };
  const links = [
    keyUrl === null ? null : element('a', { ...away, href: keyUrl }, words.form.makeKey(name)),
    connectUrl === null
      ? null
      : element('a', { class: 'button', href: connectUrl }, words.form.connect(name)),
  ].filter((link) => link !== null);
  return links.length === 0 ? [] : [element('div', { class: 'row' }, ...links)];
}

async function contribute(
  page: Contributing,
  given: { readonly apiKey: string; readonly fields: Readonly<Record<string, string>> },
  refuse: (message: string) => void,
): Promise<void> {
  const { invite, facts } = page;
  if (!/^[\x21-\x7e]{4,4096}$/.test(given.apiKey)) return refuse(words.form.noKey);
  const withdrawalCode = makeWithdrawalCode(crypto.getRandomValues(new Uint8Array(25)));
  const reply = await sealReply({ token: invite.token, facts }, { ...given, withdrawalCode });
  if (page.isFile) return showReply(page, reply, withdrawalCode);
  const sent = await send(`/contribute/${invite.token}`, { reply });
  if (!sent.ok || sent.outcome === 'refused') return refuse(sent.message);
  page.show(
    sent.outcome === 'added'
      ? lastWord('ok', words.form.works, sent.message)
      : lastWord('warn', words.form.untested, sent.message),
    keepCode(withdrawalCode, page),
  );
}

/** From a file: the sealed reply, to be sent by whatever channel the two use. */
function showReply(page: Contributing, reply: string, withdrawalCode: string): void {
  page.show(
    element('h1', { tabindex: '-1' }, words.reply.title),
    element('p', {}, words.reply.lead(page.invite.from)),
    ...sealedText(reply, {
      label: words.reply.label,
      copy: words.reply.copy,
      fileName: 'spidergate-reply.txt',
    }),
    keepCode(withdrawalCode, page),
  );
}

function keepCode(code: string, page: Contributing): HTMLElement {
  return element(
    'div',
    { class: 'stack' },
    element('h2', { tabindex: '-1' }, words.code.title),
    element('p', { class: 'muted' }, words.code.lead),
    element('div', { class: 'code', id: 'withdrawal-code' }, code),
    element(
      'div',
      { class: 'row' },
      copyButton(code, words.code.copy),
      saveButton(`${code}\n`, 'spidergate-withdrawal-code.txt', words.code.save),
    ),
    element('p', { class: 'hint' }, explainCode(page)),
  );
}

/** Only where the page came from this computer does it know an address that will still be there. */
function explainCode({ isFile, invite: { from } }: Contributing): string {
  if (isFile) return words.code.byFile(from);
  const isHere = location.hostname === '127.0.0.1' || location.hostname === 'localhost';
  return isHere
    ? words.code.byPage(`${location.origin}/contribute/withdraw`, from)
    : words.code.byOwner(from);
}
