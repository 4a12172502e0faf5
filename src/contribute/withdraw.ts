import type { InvitePageFacts } from '../shared/invite/contribute-page';
import type { InviteFacts } from '../shared/invite/invite-token';
import { sealWithdrawal } from '../shared/invite/sealed-withdrawal';
import { readWithdrawalCode } from '../shared/invite/withdrawal-code';
import { element, field, lastWord, note, sealedText } from './elements';
import { words as all } from './messages';
import { send } from './send';

const words = all.withdrawal;

type Show = (...parts: readonly HTMLElement[]) => void;

/** Takes a key back by its code, on the computer of the vault. */
export function showWithdrawal(show: Show): void {
  showCodeForm(show, words.delete, async (code, refuse) => {
    const sent = await send('/contribute/withdraw', { code });
    if (sent.ok) show(lastWord('ok', words.done, sent.message));
    else refuse(sent.message);
  });
}

/** From a file, which can send nothing: the code goes out sealed, and the owner brings it in like a reply. */
export function showFileWithdrawal(invite: InvitePageFacts, facts: InviteFacts, show: Show): void {
  showCodeForm(show, words.seal, async (text, refuse) => {
    const code = readWithdrawalCode(text);
    if (code === null) return refuse(words.noCode);
    showSealed(await sealWithdrawal(facts, code), invite, show);
  });
}

function showSealed(sealed: string, { from, provider }: InvitePageFacts, show: Show): void {
  const { name, keyUrl } = provider;
  const away = { target: '_blank', rel: 'noopener noreferrer' };
  show(
    element('h1', { tabindex: '-1' }, words.sealedTitle),
    element('p', {}, words.sealedLead(from)),
    ...sealedText(sealed, {
      label: words.sealedLabel,
      copy: words.copy,
      fileName: 'spidergate-withdrawal.txt',
    }),
    element(
      'p',
      { class: 'hint' },
      words.atProvider(name),
      ...(keyUrl === null ? [] : [' ', element('a', { ...away, href: keyUrl }, words.keyPage(name))]),
    ),
  );
}

type Take = (code: string, refuse: (why: string) => void) => Promise<void>;

function showCodeForm(show: Show, action: string, take: Take): void {
  const code = field(
    { id: 'code', label: words.code, hint: words.codeHint },
    { required: '', maxlength: '200', autocapitalize: 'characters' },
  );
  const outcome = element('div', { 'aria-live': 'polite' });
  const submit = element('button', { type: 'submit', class: 'primary' }, action);
  const form = element('form', { class: 'stack' }, code.box, submit);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    submit.disabled = true;
    outcome.replaceChildren();
    const refuse = (why: string) => outcome.replaceChildren(note('bad', words.notDeleted, why));
    void take(code.input.value, refuse).finally(() => {
      submit.disabled = false;
    });
  });
  show(
    element(
      'div',
      { class: 'stack' },
      element('h1', {}, words.title),
      element('p', { class: 'muted' }, words.lead),
    ),
    form,
    outcome,
  );
  code.input.focus();
}
