import { clsx } from 'clsx';
import type { ReactNode } from 'react';
import type { Alias } from '../../../shared/domain/alias';
import type { RouteExplanation } from '../../../shared/domain/route-explanation';
import { Button } from '../../components/button';
import { CopyIcon } from '../../components/copy-button';
import { Monogram } from '../../components/monogram';
import { Note } from '../../components/notes';
import { ShareRing } from '../../components/share-ring';
import { useApp, useNow, useResource } from '../../lib/app-context';
import { formatCountdown, formatDuration, formatShare } from '../../lib/format';
import { messages } from '../../lib/messages';
import { nameProvider } from '../../lib/provider-name';
import { type ChainView, type RankedPlace, type SlotView, viewChain } from './slot-view';

const words = messages.aliases;
const SHOWN_BEYOND = 5;

interface AliasChainProps {
  readonly alias: Alias;
  /** `null` while it is not known. */
  readonly explanation: RouteExplanation | null;
  readonly onAddKey: (providerId: string) => void;
}

/** The chain as a rail of slots, in the order in which they are tried. */
export function AliasChain({ alias, explanation, onAddKey }: AliasChainProps) {
  const { replica } = useApp();
  const keys = useResource(replica.keys).value ?? [];
  const chain = viewChain(alias, explanation, keys);
  return (
    <div className="flex max-w-[760px] flex-col gap-4 px-6 pt-5 pb-8">
      <header>
        <h2 className="flex items-center gap-1 text-title font-semibold">
          <span className="selectable">{alias.id}</span>
          <CopyIcon text={alias.id} what={messages.things.alias} />
        </h2>
        <p className="text-muted">{alias.description}</p>
      </header>
      <dl className="card grid grid-cols-4 divide-x divide-line">
        <Temper label={words.streams} value={words.safety[alias.stream_safety]} />
        <Temper
          label={words.patience}
          value={alias.patience_ms === 0 ? words.noPatience : formatDuration(alias.patience_ms)}
        />
        <Temper label={words.firstToken} value={formatDuration(alias.first_token_ms)} />
        <Temper label={words.attempts} value={String(alias.max_attempts)} />
      </dl>
      {explanation !== null && <NobodyReady chain={chain} explanation={explanation} />}
      <Chain chain={chain} onAddKey={onAddKey} />
      <Beyond places={chain.beyond} />
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
  if (chain.readyCount > 0) return null;
  const [instead] = chain.beyond;
  if (instead !== undefined) {
    return <Note tone="info">{words.insteadAnswers(nameProvider(providers, instead.provider))}</Note>;
  }
  return <Note tone="warn">{explanation.error?.message ?? words.nobody}</Note>;
}

interface ChainProps {
  readonly chain: ChainView;
  readonly onAddKey: (providerId: string) => void;
}

function Chain({ chain, onAddKey }: ChainProps) {
  const { slots } = chain;
  return (
    <ol aria-label={words.chain}>
      {slots.map((view, index) => (
        <SlotRow
          // biome-ignore lint/suspicious/noArrayIndexKey: a slot is its place in the chain
          key={index}
          provider={view.slot.provider}
          model={view.slot.model}
          isReady={view.state === 'ready'}
          isNext={view.state === 'ready' && view.isNext}
          isFirst={index === 0}
          isLast={index === slots.length - 1}
          state={<SlotState view={view} />}
          {...(view.state === 'skipped' && view.reason === 'no_key'
            ? { onAddKey: () => onAddKey(view.slot.provider) }
            : {})}
        />
      ))}
    </ol>
  );
}

/** Local servers, providers without an account, another alias or the demo: nobody listed them, but they serve. */
function Beyond(props: { readonly places: readonly RankedPlace[] }) {
  const shown = props.places.slice(0, SHOWN_BEYOND);
  const hidden = props.places.length - shown.length;
  if (shown.length === 0) return null;
  return (
    <section className="flex flex-col gap-2">
      <header>
        <h3 className="font-medium">{words.beyond}</h3>
        <p className="text-table text-muted">{words.beyondLead}</p>
      </header>
      <ol aria-label={words.beyond}>
        {shown.map((place, index) => (
          <SlotRow
            key={`${place.provider}/${place.model}/${place.key ?? ''}`}
            provider={place.provider}
            model={place.model}
            isReady
            isNext={place.rank === 1}
            isFirst={index === 0}
            isLast={index === shown.length - 1}
            state={<ReadyWord place={place} isNext={place.rank === 1} />}
          />
        ))}
      </ol>
      {hidden > 0 && <p className="pl-6 text-table text-faint">{words.andMore(hidden)}</p>}
    </section>
  );
}

function Temper(props: { readonly label: string; readonly value: string }) {
  return (
    <div className="px-3 py-2">
      <dt className="text-label text-muted">{props.label}</dt>
      <dd className="text-table tabular-nums">{props.value}</dd>
    </div>
  );
}

interface SlotRowProps {
  readonly provider: string;
  readonly model: string;
  readonly isReady: boolean;
  readonly isNext: boolean;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  readonly state: ReactNode;
  readonly onAddKey?: () => void;
}

function SlotRow({ provider, model, isReady, isNext, isFirst, isLast, state, onAddKey }: SlotRowProps) {
  const { replica } = useApp();
  const name = nameProvider(useResource(replica.providers).value ?? [], provider);
  return (
    <li className="group flex gap-3" data-ready={isReady} data-next={isNext}>
      <span className="flex w-3 flex-col items-center" aria-hidden>
        <span className={clsx('h-3 w-px', !isFirst && 'bg-line')} />
        <span
          className={clsx(
            'size-2.5 shrink-0 rounded-full border-2',
            isNext && 'border-accent bg-accent',
            !isNext && (isReady ? 'border-ok bg-ok' : 'border-line-strong bg-bg'),
          )}
        />
        {!isLast && <span className="w-px grow bg-line" />}
      </span>
      <div
        className={clsx(
          'mb-0.5 flex h-8 min-w-0 grow items-center gap-2 rounded-md px-2',
          isNext && 'bg-accent-soft',
        )}
      >
        <Monogram id={provider} name={name} />
        <span className={clsx('w-40 shrink-0 truncate', !isReady && 'text-muted')} title={name}>
          {name}
        </span>
        <code
          className={clsx('mono min-w-0 grow truncate', isReady ? 'text-muted' : 'text-faint')}
          title={model}
        >
          {model}
        </code>
        {onAddKey !== undefined && (
          <Button
            variant="quiet"
            className="sr-only h-6! px-2! text-table! group-hover:not-sr-only focus-visible:not-sr-only"
            onClick={onAddKey}
          >
            {messages.actions.addKey}
          </Button>
        )}
        <span className="shrink-0 text-table">{state}</span>
      </div>
    </li>
  );
}

function SlotState({ view }: { readonly view: SlotView }) {
  switch (view.state) {
    case 'ready':
      return <ReadyWord place={view.place} isNext={view.isNext} />;
    case 'skipped':
      return <SkippedWord reason={view.reason} until={view.until} />;
    case 'unknown':
      return <span className="text-faint">{messages.unknown}</span>;
  }
}

function ReadyWord({ place, isNext }: { readonly place: RankedPlace; readonly isNext: boolean }) {
  const word = place.health === 'degraded' ? words.degraded : words.ready;
  return (
    <span
      className={clsx(
        'flex items-center gap-2',
        isNext
          ? 'font-medium text-accent-text'
          : place.health === 'degraded'
            ? 'text-warn-text'
            : 'text-muted',
      )}
    >
      {place.quota_left !== null && (
        <span title={words.quotaLeft(formatShare(place.quota_left))}>
          <ShareRing share={place.quota_left} />
        </span>
      )}
      {isNext ? words.next : word}
    </span>
  );
}

function SkippedWord({ reason, until }: { readonly reason: string; readonly until: string | null }) {
  const now = useNow();
  const left = until === null ? 0 : Date.parse(until) - now;
  return (
    <span className="text-muted tabular-nums">
      {messages.requests.explainSkip(reason)}
      {left > 0 && ` · ${words.back(formatCountdown(left))}`}
    </span>
  );
}
