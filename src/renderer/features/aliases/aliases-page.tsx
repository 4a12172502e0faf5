import { clsx } from 'clsx';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import type { Alias } from '../../../shared/domain/alias';
import type { RouteExplanation } from '../../../shared/domain/route-explanation';
import { IconButton } from '../../components/button';
import { Mark } from '../../components/marks';
import { LoadedView } from '../../components/page';
import { SearchField } from '../../components/search-field';
import { useApp, useResource } from '../../lib/app-context';
import { messages } from '../../lib/messages';
import type { Loaded } from '../../lib/resource';
import { nameItem } from '../../lib/spotlight';
import { AliasChain } from './alias-chain';
import { AliasFormDialog } from './alias-form-dialog';
import { viewChain } from './slot-view';
import { type Explanations, useExplanations } from './use-explanations';

const words = messages.aliases;

interface AliasesPageProps {
  readonly onAddKey: (providerId: string) => void;
  readonly onOpenRequest: (id: string) => void;
}

/** All aliases on the left, the chosen one's chain on the right. */
export function AliasesPage(props: AliasesPageProps) {
  const { replica } = useApp();
  const loaded = useResource(replica.aliases);
  const [chosenId, setChosenId] = useState<string | null>(null);
  const [search, setSearch] = useState('');
  const [isCreating, setCreating] = useState(false);
  const wanted = search.trim().toLowerCase();
  const aliases = loaded.value ?? [];
  const explanations = useExplanations(loaded.value);
  const shown = aliases.filter((alias) => `${alias.id} ${alias.description}`.toLowerCase().includes(wanted));
  const chosen = shown.find((alias) => alias.id === chosenId) ?? shown[0];
  const show = (id: string) => {
    setSearch('');
    setChosenId(id);
  };
  return (
    <main className="flex h-full" aria-label={messages.nav.aliases}>
      <h1 className="sr-only">{messages.nav.aliases}</h1>
      <div className="flex w-64 shrink-0 flex-col border-line border-r">
        <div className="flex items-center gap-1 border-line border-b p-2">
          <SearchField label={words.search} value={search} onChange={setSearch} />
          <IconButton label={words.create} disabled={aliases.length === 0} onClick={() => setCreating(true)}>
            <Plus aria-hidden />
          </IconButton>
        </div>
        <div className="min-h-0 grow overflow-y-auto p-2">
          {loaded.value !== null && (
            <AliasList
              aliases={shown}
              explanations={explanations}
              chosenId={chosen?.id ?? null}
              onChoose={setChosenId}
            />
          )}
        </div>
      </div>
      <div className="min-w-0 grow overflow-y-auto">
        <LoadState loaded={loaded} onRetry={() => void replica.refreshAll()} />
        {chosen !== undefined && (
          <AliasChain
            key={chosen.id}
            alias={chosen}
            explanation={explanations.get(chosen.id) ?? null}
            onChoose={show}
            {...props}
          />
        )}
      </div>
      <AliasFormDialog
        target={
          isCreating && aliases[0] !== undefined ? { kind: 'duplicate', alias: chosen ?? aliases[0] } : null
        }
        onClose={() => setCreating(false)}
        onDone={show}
      />
    </main>
  );
}

interface LoadStateProps {
  readonly loaded: Loaded<readonly Alias[]>;
  readonly onRetry: () => void;
}

/** Above the chain, where there is room for a sentence. */
function LoadState({ loaded, onRetry }: LoadStateProps) {
  if (loaded.value !== null && loaded.error === null) return null;
  return (
    <div className="mx-auto flex max-w-[880px] flex-col px-6 pt-5">
      <LoadedView loaded={loaded} onRetry={onRetry}>
        {() => null}
      </LoadedView>
    </div>
  );
}

interface AliasListProps {
  readonly aliases: readonly Alias[];
  readonly explanations: Explanations;
  readonly chosenId: string | null;
  readonly onChoose: (id: string) => void;
}

function AliasList({ aliases, explanations, chosenId, onChoose }: AliasListProps) {
  if (aliases.length === 0) return <p className="px-2 py-1 text-muted">{messages.nothingFound}</p>;
  return groupByFamily(aliases).map(([family, members]) => (
    <section key={family} className="mb-3" aria-label={family}>
      <h2 className="flex justify-between px-2 pb-1 text-label text-muted">
        <span>{family}/</span>
        <span className="text-faint">{words.families[family]}</span>
      </h2>
      <ul>
        {members.map((alias) => (
          <li key={alias.id}>
            <AliasEntry
              alias={alias}
              explanation={explanations.get(alias.id) ?? null}
              isChosen={alias.id === chosenId}
              onChoose={onChoose}
            />
          </li>
        ))}
      </ul>
    </section>
  ));
}

/** `agent/chat` belongs to `agent`; families stay in the order in which they first come. */
function groupByFamily(aliases: readonly Alias[]): readonly (readonly [string, readonly Alias[]])[] {
  const families = new Map<string, Alias[]>();
  for (const alias of aliases) {
    const family = alias.id.slice(0, alias.id.indexOf('/'));
    const members = families.get(family);
    if (members === undefined) families.set(family, [alias]);
    else members.push(alias);
  }
  return [...families];
}

interface AliasEntryProps {
  readonly alias: Alias;
  readonly explanation: RouteExplanation | null;
  readonly isChosen: boolean;
  readonly onChoose: (id: string) => void;
}

function AliasEntry({ alias, explanation, isChosen, onChoose }: AliasEntryProps) {
  const { replica } = useApp();
  const keys = useResource(replica.keys).value ?? [];
  const ready = viewChain(alias, explanation, keys).readyCount;
  const providers = useResource(replica.providers).value ?? [];
  // The demo answers every alias, but never as what was asked for.
  const isDemo = (id: string) =>
    providers.some((provider) => provider.id === id && provider.kind === 'builtin');
  const canAnswer = explanation?.candidates.some((place) => !isDemo(place.provider)) ?? false;
  return (
    <button
      type="button"
      data-item={nameItem({ kind: 'alias', id: alias.id })}
      aria-current={isChosen}
      onClick={() => onChoose(alias.id)}
      title={alias.description}
      className={clsx(
        'flex h-8 w-full items-center gap-2 rounded-md px-2 text-left -outline-offset-2',
        isChosen ? 'bg-accent-soft' : 'hover:bg-hover',
      )}
    >
      <Mark tone={canAnswer ? 'ok' : 'off'} />
      <span className="min-w-0 grow truncate">{alias.id.slice(alias.id.indexOf('/') + 1)}</span>
      {alias.custom && (
        <span className="text-label text-muted">{alias.built_in ? words.changed : words.custom}</span>
      )}
      <span className="text-label text-faint tabular-nums" title={words.readyOf(ready, alias.slots.length)}>
        {explanation === null ? messages.unknown : ready}/{alias.slots.length}
      </span>
    </button>
  );
}
