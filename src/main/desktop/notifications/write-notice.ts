import type { AttentionItem } from '../../../shared/domain/attention';
import type { AppEvent, BudgetAlert } from '../../../shared/domain/event';
import { describeBudget, describeTrouble, type Naming } from '../trouble-words';
import type { Notice } from './notice';

const TOLD_FROM_PERCENT = 80;

/** Of what needs attention, what is worth a word outside the window. Budgets have events of their own. */
export function writeTrouble(item: AttentionItem, naming: Naming): Notice | null {
  const trouble = describeTrouble(item, naming);
  switch (item.kind) {
    case 'key_failing':
      return { id: item.id, subject: subjectOfKey(item.key_id), kind: 'keys', ...trouble };
    case 'alias_thin':
      if (item.left > 0) return null;
      return { id: item.id, subject: `alias:${item.alias}`, kind: 'aliases', ...trouble };
    case 'vault_locked':
      return { id: item.id, subject: 'vault', kind: 'vault', ...trouble };
    default:
      return null;
  }
}

export function writeBudget(alert: BudgetAlert, now: number): Notice | null {
  if (alert.threshold < TOLD_FROM_PERCENT) return null;
  const { scope, id, resets_at: resetsAt, threshold } = alert;
  return {
    id: `budget:${scope}:${id}:${resetsAt}:${threshold}`,
    subject: `budget:${scope}:${id}`,
    kind: 'budgets',
    ...describeBudget(alert, now),
  };
}

export function writeRecovery(keyId: string, name: string, now: number): Notice {
  return {
    id: `recovered:${keyId}:${now}`,
    subject: subjectOfKey(keyId),
    kind: 'keys',
    title: `${name} works again`,
    body: 'It takes requests again.',
    page: `keys/${encodeURIComponent(keyId)}`,
  };
}

type Contribution = Extract<AppEvent, { type: 'contribution' }>;

export function writeContribution(event: Contribution, { names, now }: Naming): Notice {
  const provider = names.get(event.provider) ?? event.provider;
  const id = `invite:${event.invite_id}:${event.outcome}:${now}`;
  const common = { id, subject: id, kind: 'invites', page: 'keys' } as const;
  switch (event.outcome) {
    case 'added':
      return {
        ...common,
        title: 'An invite was answered',
        body: `“${event.label}” brought a key for ${provider}.`,
      };
    case 'untested':
      return {
        ...common,
        title: 'An invite was answered',
        body: `“${event.label}” brought a key for ${provider}. It could not be tested yet.`,
      };
    case 'withdrawn':
      return {
        ...common,
        title: 'A key was taken back',
        body: `“${event.label}” has withdrawn its key for ${provider}.`,
      };
  }
}

export function subjectOfKey(keyId: string): string {
  return `key:${keyId}`;
}
