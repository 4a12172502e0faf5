import { clsx } from 'clsx';
import type { Alias } from '../../../shared/domain/alias';
import { Button } from '../../components/button';
import { CopyIcon } from '../../components/copy-button';
import { Monogram } from '../../components/monogram';
import { Note } from '../../components/notes';
import { useApp, useNow, useResource } from '../../lib/app-context';
import { formatDuration } from '../../lib/format';
import { isServing } from '../../lib/gateway-mood';
import { messages } from '../../lib/messages';
import { nameProvider } from '../../lib/provider-name';
import { type SlotView, viewChain } from './slot-state';

const words = messages.aliases;

interface AliasChainProps {
  readonly alias: Alias;
  readonly onAddKey: (providerId: string) => void;
}

/** The chain as a rail of slots, in the order in which they are tried. */
export function AliasChain({ alias, onAddKey }: AliasChainProps) {
  const { replica } = useApp();
  const providers = useResource(replica.providers).value ?? [];
  const keys = useResource(replica.keys).value ?? [];
  const chain = viewChain(alias, { providers, keys, now: useNow() });
  const running = providers.filter((provider) => provider.kind === 'local' && isServing(provider));
  const hasReady = chain.some(({ isNext }) => isNext);
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
      {!hasReady && <Note tone="info">{words.noneReady(running.map(({ name }) => name))}</Note>}
      <ol aria-label={words.chain}>
        {chain.map((view, index) => (
          <Slot
            // biome-ignore lint/suspicious/noArrayIndexKey: a slot is its place in the chain
            key={index}
            view={view}
            name={nameProvider(providers, view.slot.provider)}
            isFirst={index === 0}
            isLast={index === chain.length - 1}
            onAddKey={onAddKey}
          />
        ))}
      </ol>
    </div>
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

interface SlotProps {
  readonly view: SlotView;
  readonly name: string;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  readonly onAddKey: (providerId: string) => void;
}

function Slot({ view, name, isFirst, isLast, onAddKey }: SlotProps) {
  const { slot, state, isNext } = view;
  const isReady = state === 'ready' || state === 'local';
  return (
    <li className="group flex gap-3" data-state={state}>
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
        <Monogram id={slot.provider} name={name} />
        <span className={clsx('w-40 shrink-0 truncate', !isReady && 'text-muted')} title={name}>
          {name}
        </span>
        <code
          className={clsx('mono min-w-0 grow truncate', isReady ? 'text-muted' : 'text-faint')}
          title={slot.model}
        >
          {slot.model}
        </code>
        {state === 'no_key' && (
          <Button
            variant="quiet"
            className="sr-only h-6! px-2! text-table! group-hover:not-sr-only focus-visible:not-sr-only"
            onClick={() => onAddKey(slot.provider)}
          >
            {messages.actions.addKey}
          </Button>
        )}
        <span className={clsx('shrink-0 text-table', isNext ? 'font-medium text-accent-text' : 'text-muted')}>
          {isNext ? words.next : words.slotStates[state]}
        </span>
      </div>
    </li>
  );
}
