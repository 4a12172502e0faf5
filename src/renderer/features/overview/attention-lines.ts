import type { Alias } from '../../../shared/domain/alias';
import type { AttentionItem, AttentionSeverity } from '../../../shared/domain/attention';
import type { ProviderSummary } from '../../../shared/domain/provider';
import { formatMoment, formatMoney } from '../../lib/format';
import { messages } from '../../lib/messages';
import { nameProvider } from '../../lib/provider-name';
import type { Item } from '../../lib/spotlight';

const words = messages.attention;
/** A key that fails for one of these does not come back: another one is needed. */
const FOR_GOOD: ReadonlySet<string> = new Set(['unauthorized', 'key_damaged']);
/** Many aliases lose a place at once, when a provider goes. */
const MOST_ALIAS_LINES = 2;
const MOST_NAMES = 3;

/** What the button of a line does. */
export type Mend =
  | { readonly kind: 'unlock' }
  | { readonly kind: 'add_key'; readonly provider: string }
  | { readonly kind: 'test_key'; readonly keyId: string; readonly name: string }
  | { readonly kind: 'change_limit'; readonly scope: Of<'budget'>['scope']; readonly id: string }
  | {
      readonly kind: 'open';
      readonly page: 'settings' | 'keys' | 'agents' | 'aliases';
      readonly item?: Item;
    };

export interface AttentionLine {
  readonly id: string;
  readonly severity: AttentionSeverity;
  readonly text: string;
  readonly button: string;
  readonly mend: Mend;
}

interface Naming {
  readonly providers: readonly ProviderSummary[];
  readonly aliases: readonly Alias[];
  readonly now: number;
}

/** A sentence and a button for everything that needs attention; aliases that share their trouble share a line. */
export function writeLines(items: readonly AttentionItem[], naming: Naming): readonly AttentionLine[] {
  const grouped = new Set<number>();
  return items.flatMap((item) => {
    if (item.kind !== 'alias_thin') return [toLine(item, naming)];
    const alike = items.filter((other) => other.kind === 'alias_thin' && other.left === item.left);
    if (alike.length <= MOST_ALIAS_LINES) return [toLine(item, naming)];
    if (grouped.has(item.left)) return [];
    grouped.add(item.left);
    const ids = alike.flatMap((other) => (other.kind === 'alias_thin' ? [other.alias] : []));
    const names = nameSome(ids);
    const text = item.left === 0 ? words.aliasesNone(names) : words.aliasesOne(names);
    const { openAliases } = words.actions;
    const said = offerKey(ids, naming, text) ?? say(text, openAliases, { kind: 'open', page: 'aliases' });
    return [{ id: `aliases:${item.left}`, severity: item.severity, ...said }];
  });
}

function nameSome(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).join(', ');
  return names.length > MOST_NAMES ? words.andMore(shown, names.length - MOST_NAMES) : shown;
}

function toLine(item: AttentionItem, naming: Naming): AttentionLine {
  return { id: item.id, severity: item.severity, ...describe(item, naming) };
}

type Said = Pick<AttentionLine, 'text' | 'button' | 'mend'>;

function describe(item: AttentionItem, naming: Naming): Said {
  const { actions } = words;
  switch (item.kind) {
    case 'gateway_failed':
      return say(words.gatewayFailed(item.reason), actions.openSettings, openSection('general'));
    case 'vault_locked':
      return say(messages.vault.lockedNotice(item.keys), messages.vault.unlock, { kind: 'unlock' });
    case 'rekey_stuck':
      return say(words.rekeyStuck, actions.openKeys, { kind: 'open', page: 'keys' });
    case 'tokens_void':
      return say(messages.vaultSettings.voidNotice(item.count), actions.openAgents, {
        kind: 'open',
        page: 'agents',
      });
    case 'key_failing':
      return describeKey(item, naming);
    case 'budget':
      return describeBudget(item, naming);
    case 'alias_thin':
      return describeAlias(item, naming);
    case 'origin_refused':
      return say(messages.origins.tried(item.origin), actions.review, openSection('privacy'));
  }
}

type Of<Kind extends AttentionItem['kind']> = Extract<AttentionItem, { kind: Kind }>;

function describeKey(item: Of<'key_failing'>, { providers }: Naming): Said {
  const provider = nameProvider(providers, item.provider);
  const name = `${provider} · ${item.label}`;
  const text = words.keyFailing(name, messages.keys.explainTrouble(item.code, provider));
  return item.code !== null && FOR_GOOD.has(item.code)
    ? say(text, words.actions.newKey, { kind: 'add_key', provider: item.provider })
    : say(text, words.actions.testAgain, { kind: 'test_key', keyId: item.key_id, name });
}

function describeBudget(item: Of<'budget'>, { now }: Naming): Said {
  const spent = formatMoney(item.spent_usd);
  const limit = formatMoney(item.limit_usd);
  const window = words.windows[item.window];
  const back = words.at(formatMoment(item.resets_at, now));
  const text =
    item.spent_usd < item.limit_usd
      ? words.budgetNear(item.name, spent, limit, window)
      : item.action === 'block'
        ? words.budgetBlocks(item.name, limit, window, back)
        : words.budgetOver(item.name, spent, limit, window);
  return say(text, words.actions.changeLimit, {
    kind: 'change_limit',
    scope: item.scope,
    id: item.owner_id,
  });
}

function describeAlias(item: Of<'alias_thin'>, naming: Naming): Said {
  const { providers, now } = naming;
  const text =
    item.provider === null
      ? words.aliasNone(item.alias)
      : words.aliasOne(item.alias, nameProvider(providers, item.provider));
  const back = item.back_at === null ? '' : ` ${words.backAt(words.at(formatMoment(item.back_at, now)))}`;
  const show: Mend = { kind: 'open', page: 'aliases', item: { kind: 'alias', id: item.alias } };
  return offerKey([item.alias], naming, text + back) ?? say(text + back, words.actions.openAlias, show);
}

/** A chain is mended by a key for a slot that has none yet: of the provider that mends the most of them. */
function offerKey(ids: readonly string[], { aliases, providers }: Naming, text: string): Said | null {
  const counts = new Map<string, number>();
  for (const { slots } of aliases.filter(({ id }) => ids.includes(id))) {
    for (const id of new Set(slots.map(({ provider }) => provider)))
      counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  const missing = [...counts]
    .toSorted(([, left], [, right]) => right - left)
    .flatMap(([id]) => providers.filter((provider) => provider.id === id && lacksKey(provider)));
  const [best] = missing;
  if (best === undefined) return null;
  return say(text, words.actions.addKeyOf(best.name), { kind: 'add_key', provider: best.id });
}

function lacksKey({ enabled, key_count: keys, key_url: url, refused }: ProviderSummary): boolean {
  return enabled && keys === 0 && url !== null && refused === null;
}

function openSection(id: string): Mend {
  return { kind: 'open', page: 'settings', item: { kind: 'section', id } };
}

function say(text: string, button: string, mend: Mend): Said {
  return { text, button, mend };
}
