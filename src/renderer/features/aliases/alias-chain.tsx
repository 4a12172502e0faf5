import { clsx } from 'clsx';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import type { Alias, AliasSlot } from '../../../shared/domain/alias';
import type { ModelSummary } from '../../../shared/domain/model';
import type { RouteExplanation } from '../../../shared/domain/route-explanation';
import { Button } from '../../components/button';
import { Note } from '../../components/notes';
import { Sortable, SortableGroup, useSortableItem } from '../../components/sortable';
import { useApp, useNow, useResource } from '../../lib/app-context';
import { formatCountdown } from '../../lib/format';
import { messages } from '../../lib/messages';
import { nameProvider } from '../../lib/provider-name';
import { AliasHeader } from './alias-header';
import { moveSlot, type NamedSlot, nameSlots } from './change-alias';
import { FigureHeadings } from './slot-figures';
import { SlotMenu } from './slot-menu';
import { SlotPicker } from './slot-picker';
import { SlotRow } from './slot-row';
import { ReadyWord, SlotState } from './slot-state';
import { type ChainView, type RankedPlace, type SlotView, viewChain } from './slot-view';
import { useAliasChange } from './use-alias-change';
import { type FactsOf, useSlotFacts } from './use-slot-facts';

const words = messages.aliases;
const SHOWN_BEYOND = 5;

interface AliasChainProps {
  readonly alias: Alias;
  /** `null` while it is not known. */
  readonly explanation: RouteExplanation | null;
  readonly onAddKey: (providerId: string) => void;
  readonly onOpenRequest: (id: string) => void;
  /** Another alias is to be shown instead. */
  readonly onChoose: (id: string) => void;
}

/** The chain as a rail of slots, in the order in which they are tried. */
export function AliasChain({ alias, explanation, onAddKey, ...actions }: AliasChainProps) {
  const { replica } = useApp();
  const keys = useResource(replica.keys).value ?? [];
  const [testRuns, setTestRuns] = useState(0);
  const chain = viewChain(alias, explanation, keys);
  const beyond = chain.beyond.slice(0, SHOWN_BEYOND);
  const factsOf = useSlotFacts([...alias.slots, ...beyond], testRuns);
  return (
    <div className="@container mx-auto flex max-w-[880px] flex-col gap-4 px-6 pt-5 pb-8">
      <AliasHeader alias={alias} onTested={() => setTestRuns((count) => count + 1)} {...actions} />
      {explanation !== null && <NobodyReady chain={chain} explanation={explanation} />}
      <Chain alias={alias} chain={chain} factsOf={factsOf} onAddKey={onAddKey} />
      <Beyond places={chain.beyond} factsOf={factsOf} />
    </div>
  );
}

interface NobodyReadyProps {
  readonly chain: ChainView;
  readonly explanation: RouteExplanation;
}

/** Who answers instead when no slot can, or what the caller would be told. */
function NobodyReady({ chain, explanation }: NobodyReadyProps) {
  const { replica } = useApp();
  const providers = useResource(replica.providers).value ?? [];
  const now = useNow();
  if (chain.readyCount > 0) return null;
  const [instead] = chain.beyond;
  if (instead !== undefined) {
    return <Note tone="info">{words.insteadAnswers(nameProvider(providers, instead.provider))}</Note>;
  }
  return <Note tone="warn">{explainNobody(chain, explanation, now)}</Note>;
}

function explainNobody({ slots }: ChainView, { error }: RouteExplanation, now: number): string {
  const ends = slots.map((slot) => (slot.state === 'skipped' ? Date.parse(slot.until ?? '') : Number.NaN));
  const first = Math.min(...ends.filter((end) => end > now));
  if (Number.isFinite(first)) return words.nobodyUntil(formatCountdown(first - now));
  return error?.message ?? words.nobody;
}

interface ChainProps {
  readonly alias: Alias;
  readonly chain: ChainView;
  readonly factsOf: FactsOf;
  readonly onAddKey: (providerId: string) => void;
}

function Chain({ alias, chain, factsOf, onAddKey }: ChainProps) {
  const change = useSlotChange(alias);
  const named = nameSlots(alias.slots);
  const names = named.map(({ name }) => name);
  const move = (moved: string, target: string) => {
    const slots = moveSlot(alias.slots, names.indexOf(moved), names.indexOf(target));
    if (slots !== null) change(slots, words.said.order(alias.id));
  };
  return (
    <section aria-label={words.chain} className="flex flex-col">
      <div className="flex items-center gap-2 pr-1 pb-1 text-label text-muted" aria-hidden>
        <span className="grow pl-6">{words.chain}</span>
        <FigureHeadings />
        <span className="w-40 shrink-0 pl-2 text-right">{words.columns.now}</span>
        <span className="w-7 shrink-0" />
      </div>
      <Sortable onMove={move}>
        <SortableGroup ids={names}>
          <ol aria-label={words.chain}>
            {named.map((slot, index) => (
              <ChainSlot
                key={slot.name}
                alias={alias}
                named={slot}
                index={index}
                view={chain.slots[index] ?? { state: 'unknown', slot: slot.slot }}
                factsOf={factsOf}
                onChange={change}
                onAddKey={onAddKey}
              />
            ))}
          </ol>
        </SortableGroup>
      </Sortable>
      <AddSlot alias={alias} onChange={change} />
    </section>
  );
}

/** Writes another chain; says what came of it. */
function useSlotChange(alias: Alias) {
  const change = useAliasChange();
  return (slots: readonly AliasSlot[], said: string) =>
    void change({ from: alias, to: { ...alias, slots, custom: true }, said }).then((refusal) => {
      if (refusal !== null) toast.error(refusal.message);
    });
}

interface ChainSlotProps extends Pick<ChainProps, 'alias' | 'factsOf' | 'onAddKey'> {
  readonly named: NamedSlot;
  readonly index: number;
  readonly view: SlotView;
  readonly onChange: (slots: readonly AliasSlot[], said: string) => void;
}

function ChainSlot({ alias, named, index, view, factsOf, onChange, onAddKey }: ChainSlotProps) {
  const { replica } = useApp();
  const providers = useResource(replica.providers).value ?? [];
  const keys = useResource(replica.keys).value ?? [];
  const { slot, name } = named;
  const providerName = nameProvider(providers, slot.provider);
  const label = words.slot.name(providerName, slot.model);
  const of = alias.slots.length;
  const key = keys.find(({ id }) => id === slot.key_id);
  const place = view.state === 'ready' ? view.place : null;
  const isNext = view.state === 'ready' && view.isNext;
  const wantsKey = view.state === 'skipped' && view.reason === 'no_key';
  const item = useSortableItem({ id: name, label, place: index + 1, of });
  return (
    <li
      {...item.place}
      data-ready={place !== null}
      data-next={isNext}
      className={clsx('group', item.isDragging && 'relative z-10 rounded-md bg-raised shadow-float')}
    >
      <SlotRow
        provider={slot.provider}
        providerName={providerName}
        model={slot.model}
        note={key === undefined ? undefined : words.slot.keyed(key.key_label)}
        facts={factsOf(slot)}
        place={place}
        isNext={isNext}
        isFirst={index === 0}
        isLast={index === of - 1}
        state={<SlotState view={view} onAddKey={() => onAddKey(slot.provider)} />}
        handle={item.handle}
        menu={
          <SlotMenu
            alias={alias}
            index={index}
            label={label}
            onChange={onChange}
            onAddKey={wantsKey ? () => onAddKey(slot.provider) : undefined}
          />
        }
      />
    </li>
  );
}

function AddSlot({ alias, onChange }: Pick<ChainSlotProps, 'alias' | 'onChange'>) {
  const { replica } = useApp();
  const providers = useResource(replica.providers).value ?? [];
  const keys = useResource(replica.keys).value ?? [];
  const workspaces = useResource(replica.workspaces).value ?? [];
  const [isOpen, setOpen] = useState(false);
  const owner = /^client:([^/]+)\//.exec(alias.id)?.[1];
  const workspace = workspaces.find(({ name }) => name === owner);

  function add({ provider, model }: ModelSummary): void {
    setOpen(false);
    // A workspace's own alias uses its own keys only, so each slot names one.
    const key = keys.find((one) => one.provider_name === provider && one.workspace_id === workspace?.id);
    const slot = { provider, model, ...(owner === undefined || key === undefined ? {} : { key_id: key.id }) };
    const label = words.slot.name(nameProvider(providers, provider), model);
    onChange([...alias.slots, slot], words.said.slotAdded(label));
  }

  return (
    <>
      <Button variant="quiet" className="mt-1 ml-5 self-start" onClick={() => setOpen(true)}>
        <Plus aria-hidden />
        {words.slot.add}
      </Button>
      <SlotPicker
        open={isOpen}
        aliasId={alias.id}
        taken={alias.slots}
        onClose={() => setOpen(false)}
        onChoose={add}
      />
    </>
  );
}

interface BeyondProps {
  readonly places: readonly RankedPlace[];
  readonly factsOf: FactsOf;
}

/** Local servers, providers without an account, another alias or the demo: nobody listed them, but they serve. */
function Beyond({ places, factsOf }: BeyondProps) {
  const { replica } = useApp();
  const providers = useResource(replica.providers).value ?? [];
  const shown = places.slice(0, SHOWN_BEYOND);
  const hidden = places.length - shown.length;
  if (shown.length === 0) return null;
  return (
    <section className="flex flex-col gap-2">
      <header>
        <h3 className="font-medium">{words.beyond}</h3>
        <p className="text-table text-muted">{words.beyondLead}</p>
      </header>
      <ol aria-label={words.beyond}>
        {shown.map((place, index) => {
          const isNext = place.rank === 1;
          return (
            <li
              key={`${place.provider}/${place.model}/${place.key ?? ''}`}
              className="group"
              data-ready
              data-next={isNext}
            >
              <SlotRow
                provider={place.provider}
                providerName={nameProvider(providers, place.provider)}
                model={place.model}
                facts={factsOf(place)}
                place={place}
                isNext={isNext}
                isFirst={index === 0}
                isLast={index === shown.length - 1}
                state={<ReadyWord place={place} isNext={isNext} />}
              />
            </li>
          );
        })}
      </ol>
      {hidden > 0 && <p className="pl-6 text-table text-faint">{words.andMore(hidden)}</p>}
    </section>
  );
}
